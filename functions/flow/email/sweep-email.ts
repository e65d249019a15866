import type { Temporal } from 'temporal-polyfill';
import { people } from '#core/publication/names';
import { isInUndoWindow, type PublicationRecord, withReason } from '#core/publication/publication';
import { isBefore } from '#core/time/compare';
import { certificate } from '#flow/certificate/certificate';
import { type ChunkFound, type Judgement, sweepChunk } from '#flow/email/sweep-chunk';
import type { SendJob, World } from '#ports';

/** What a begun publication waits for. `held`: how many of its deliveries or posts a person must decide about. */
export type WaitsFor = { held: number; paused: boolean };

type SweepWorld = Pick<World, 'publications' | 'switches' | 'ledger' | 'canary' | 'jobQueue' | 'machine'>;

/**
 * A minute queues no more chunks than this. It is more than two workers send in a minute, so that they never wait, and the queue does not
 * fill with what is for later: other emails stand behind it.
 */
const CHUNKS_A_MINUTE = 600;
/** A sweep stops here, and the next one begins again with the first open chunk: a tick lives less than a minute. */
const UNTIL_MS = 25_000;
/** Open chunks that are read at a time. */
const PAGE = 100;

/**
 * Sweeps a publication that is being sent: enqueues chunks with free deliveries, resolves unknown outcomes, and closes the publication
 * when all chunks are closed. Besides the sweep, only a known outcome, an SES event or a person changes an unresolved delivery. May throw;
 * safe to repeat. Returns what it waits for; undefined: it is closed.
 */
export async function sweep(world: SweepWorld, record: PublicationRecord, now: Temporal.Instant): Promise<WaitsFor | undefined> {
  const [proof, { cancelled, paused }] = await Promise.all([world.canary.proof(), world.switches.read(record.id, 'email')]);
  const waits = { held: 0, paused: paused !== undefined };
  if (cancelled) {
    await cancel(world, record, cancelled.by);
    return undefined;
  }
  if (isInUndoWindow(record, now)) return waits;
  if (isFirstMinute(record, now)) {
    if (paused === undefined) await world.jobQueue.enqueueSend(firstJobs(record, now));
    return waits;
  }
  const tooLate = record.deadline !== undefined && !isBefore(now, record.deadline);
  const { found, all } = await sweepChunks(world, record, { now, proof, policy: record.unknown ?? 'hold', tooLate });
  const jobs = found.filter(({ work }) => work).map(({ chunk }): SendJob => ({ publication: record.id, chunk, at: now }));
  if (jobs.length > 0 && paused === undefined) await world.jobQueue.enqueueSend(jobs);
  if (found.some(({ blind }) => blind) && record.sender !== undefined) {
    // Recorded first: two sweeps at once, or one that dies here, send one canary too few rather than one too many.
    await world.canary.recordSent(now);
    await world.jobQueue.enqueueCanary({ canary: now, from: record.sender });
  }
  const reason = paused === undefined ? found.find(({ waits }) => waits !== undefined)?.waits : `Paused: ${paused}`;
  if (all && !found.some(({ open }) => open)) {
    await world.publications.replace({ ...withReason(record, undefined), state: 'done' });
    return undefined;
  }
  if (record.reason !== reason) await world.publications.replace(withReason(record, reason));
  return { ...waits, held: found.reduce((sum, { held }) => sum + held, 0) };
}

/** True in the first minute after the undo window, when no chunk has been enqueued yet. */
function isFirstMinute({ firstAt, begun, chunks }: PublicationRecord, now: Temporal.Instant): boolean {
  if (firstAt === undefined || begun === undefined || chunks === undefined || firstAt.equals(begun)) return false;
  return isBefore(now, firstAt.add({ minutes: 1 }));
}

/** The jobs of a publication of which nothing has been tried yet, so that every chunk has work. */
export function firstJobs({ id, chunks = 0 }: Pick<PublicationRecord, 'id' | 'chunks'>, now: Temporal.Instant): SendJob[] {
  return Array.from({ length: Math.min(chunks, CHUNKS_A_MINUTE) }, (_, chunk) => ({ publication: id, chunk, at: now, fresh: true }));
}

/**
 * Sweeps the open chunks in their order, until as many have work as may be queued in a minute. `all`: no open chunk is left out. What is
 * left out has its turn when chunks before it are closed.
 */
async function sweepChunks(
  world: SweepWorld,
  { id }: PublicationRecord,
  by: Judgement,
): Promise<{ found: (ChunkFound & { chunk: number })[]; all: boolean }> {
  const startedMs = world.machine.elapsedMs();
  const found: (ChunkFound & { chunk: number })[] = [];
  let working = 0;
  for (let from = 0; ; ) {
    const open = await world.ledger.openChunks(id, from, PAGE);
    for (const audienceChunk of open) {
      const { chunk } = audienceChunk;
      if (working === CHUNKS_A_MINUTE || world.machine.elapsedMs() - startedMs > UNTIL_MS) return { found, all: false };
      const one = { chunk, ...(await sweepChunk(world, audienceChunk, by)) };
      if (one.work) working += 1;
      found.push(one);
      from = chunk + 1;
    }
    if (open.length < PAGE) return { found, all: true };
  }
}

/** Closes a publication that a person has cancelled. Calls under way end by themselves, and no other reader is mailed. */
async function cancel(world: Pick<World, 'publications' | 'ledger'>, record: PublicationRecord, by: string): Promise<void> {
  const { accepted, held, planned } = await certificate(world, record.id);
  const unknown = held === 0 ? '' : `, and of ${held} it is not known`;
  const reason = `Cancelled by ${by}. ${accepted} of ${people(planned)} had already got it${unknown}.`;
  await world.publications.replace({ ...withReason(record, reason), state: 'cancelled' });
}

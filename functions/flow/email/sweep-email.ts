import type { Temporal } from 'temporal-polyfill';
import { people } from '#core/publication/names';
import { isInUndoWindow, type PublicationRecord, withReason } from '#core/publication/publication';
import { isBefore } from '#core/time/compare';
import { certificate } from '#flow/certificate/certificate';
import { type ChunkFound, type Judgement, sweepChunk } from '#flow/email/sweep-chunk';
import type { SendJob, World } from '#ports';

/** What a begun publication waits for. `held`: how many of its deliveries or posts a person must decide about. */
export type WaitsFor = { held: number; paused: boolean };

type SweepWorld = Pick<World, 'publications' | 'switches' | 'ledger' | 'canary' | 'jobQueue'>;

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
    // Nothing has been tried yet, so every chunk has work.
    if (paused === undefined)
      await world.jobQueue.enqueueSend(chunksOf(record).map((chunk) => ({ publication: record.id, chunk, at: now, fresh: true })));
    return waits;
  }
  const tooLate = record.deadline !== undefined && !isBefore(now, record.deadline);
  const found = await sweepChunks(world, record, { now, proof, policy: record.unknown ?? 'hold', tooLate });
  const jobs = found.filter(({ work }) => work).map(({ chunk }): SendJob => ({ publication: record.id, chunk, at: now }));
  if (jobs.length > 0 && paused === undefined) await world.jobQueue.enqueueSend(jobs);
  if (found.some(({ blind }) => blind) && record.sender !== undefined) {
    // Recorded first: two sweeps at once, or one that dies here, send one canary too few rather than one too many.
    await world.canary.recordSent(now);
    await world.jobQueue.enqueueCanary({ canary: now, from: record.sender });
  }
  const reason = paused === undefined ? found.find(({ waits }) => waits !== undefined)?.waits : `Paused: ${paused}`;
  if (!found.some(({ open }) => open)) {
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

function chunksOf({ chunks = 0 }: PublicationRecord): number[] {
  return Array.from({ length: chunks }, (_, chunk) => chunk);
}

async function sweepChunks(world: SweepWorld, record: PublicationRecord, by: Judgement): Promise<(ChunkFound & { chunk: number })[]> {
  const found: (ChunkFound & { chunk: number })[] = [];
  for (let chunk = 0; ; chunk += 1) {
    const audienceChunk = await world.ledger.chunk(record.id, chunk);
    if (!audienceChunk || audienceChunk.end) return found;
    if (!audienceChunk.closed) found.push({ chunk, ...(await sweepChunk(world, audienceChunk, by)) });
  }
}

/** Closes a publication that a person has cancelled. Calls under way end by themselves, and no other reader is mailed. */
async function cancel(world: Pick<World, 'publications' | 'ledger'>, record: PublicationRecord, by: string): Promise<void> {
  const { accepted, held, planned } = await certificate(world, record.id);
  const unknown = held === 0 ? '' : `, and of ${held} it is not known`;
  const reason = `Cancelled by ${by}. ${accepted} of ${people(planned)} had already got it${unknown}.`;
  await world.publications.replace({ ...withReason(record, reason), state: 'cancelled' });
}

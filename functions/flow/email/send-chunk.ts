import type { Temporal } from 'temporal-polyfill';
import { type AudienceChunk, type Delivery, groupsOf, isFree } from '#core/delivery/ledger';
import { openPace, type Pace, SLOWEST_PER_SECOND, shareOf } from '#core/delivery/send-rate';
import { isInUndoWindow, type PublicationRecord } from '#core/publication/publication';
import type { SubscriberId } from '#core/subscriber/subscriber';
import { isBefore, latest } from '#core/time/compare';
import { claimGroup } from '#flow/email/claim-group';
import { type GroupJob, type GroupWorld, sendGroup } from '#flow/email/send-group';
import type { SendJob, World } from '#ports';

/** No call starts later than this in an invocation, which lives 60 s and needs 10 s for a call and a few seconds for its outcome. */
const CALLS_UNTIL_MS = 45_000;
/** Groups of an invocation whose outcomes may be open at once: a crash leaves no more unknown. */
const OPEN_GROUPS = 2;
/** No group is claimed later than this: the rest of the chunk is enqueued again. */
const GROUPS_UNTIL_MS = 35_000;
/** The switches are read again before a group when this much time has passed since the last time. */
const SWITCH_MS = 5_000;

/** A warm process keeps its pace from one chunk to the next. */
const paces = new WeakMap<World['machine'], Pace>();

type SendWorld = GroupWorld & Pick<World, 'sendContext' | 'publications' | 'jobQueue'>;

/**
 * Mails the members of one chunk who have not had their one call yet, group by group. The next group is claimed when the last call of the
 * one before has begun, while its answers may still be on their way. Any number of workers may run it at once, any number of times: the
 * conditional claim decides. An unknown outcome stays exactly as it is. May throw; safe to repeat.
 */
export async function send(world: SendWorld, job: SendJob): Promise<void> {
  const startedMs = world.machine.elapsedMs();
  const ageMs = () => world.machine.elapsedMs() - startedMs;
  const [{ record, audienceChunk, paused, cancelled }, rows] = await Promise.all([
    world.sendContext.read(job.publication, job.chunk),
    job.fresh ? new Map<number, Map<SubscriberId, Delivery>>() : world.ledger.groups(job.publication, job.chunk),
  ]);
  if (!record || paused !== undefined || cancelled || !audienceChunk || audienceChunk.closed || !(await isTime(world, record, job.at)))
    return;
  const { site } = record;
  if (site === undefined) throw new Error(`${record.id} has no site for its links: it was sealed by other code than this.`);
  const pace = paceOf(world.machine);
  // Not when the answers came, because one of them may have taken long.
  let switchesReadMs = 0;
  let isLate = false;
  const open = new Set<Promise<void>>();
  const stop: GroupJob['stop'] = {};
  const failures: unknown[] = [];
  try {
    for (const { at, members, seen } of groupsWithWork(audienceChunk, rows, job.at)) {
      if (open.size >= OPEN_GROUPS) await Promise.race(open);
      // An unknown rate is no reason to stop: send slowly. The mailer remembers it, so that asking before each group costs nothing.
      const share = shareOf(await world.mailer.perSecond().catch(() => SLOWEST_PER_SECOND));
      const nextCallMs = (nowMs: number) => pace(nowMs, share);
      if (stop.because || failures.length > 0) break;
      isLate = ageMs() > GROUPS_UNTIL_MS;
      if (isLate) break;
      if (ageMs() - switchesReadMs > SWITCH_MS) {
        switchesReadMs = ageMs();
        if (!(await mayGoOn(world, job))) break;
      }
      const claimed = await claimGroup(world, at, members, seen, job.at);
      if (claimed.length === 0) continue;
      const allBegun = Promise.withResolvers<void>();
      const inTime = () => ageMs() <= CALLS_UNTIL_MS;
      const sent = sendGroup(world, {
        ...{ at, claimed, site, now: job.at, due: record.due, nextCallMs, inTime, stop },
        allBegun: allBegun.resolve,
      })
        .catch((error: unknown) => void failures.push(error))
        .finally(() => {
          open.delete(sent);
          allBegun.resolve();
        });
      open.add(sent);
      await allBegun.promise;
    }
  } finally {
    await Promise.all(open);
  }
  if (failures.length > 0) throw failures[0];
  if (isLate) await world.jobQueue.enqueueSend([job]);
}

function paceOf(machine: World['machine']): Pace {
  const pace = paces.get(machine) ?? openPace();
  paces.set(machine, pace);
  return pace;
}

/** True when the publication is neither paused nor cancelled. */
async function mayGoOn(world: Pick<World, 'switches'>, { publication }: SendJob): Promise<boolean> {
  const { paused, cancelled } = await world.switches.read(publication, 'email');
  return paused === undefined && cancelled === undefined;
}

/**
 * True when the publication is being sent and its time is neither ahead nor over. A message may be hours late: the newest tick is closer
 * to the present time.
 */
async function isTime(world: Pick<World, 'publications'>, record: PublicationRecord, enqueuedAt: Temporal.Instant): Promise<boolean> {
  if (record.state !== 'sending' || isInUndoWindow(record, enqueuedAt)) return false;
  if (record.deadline === undefined) return true;
  const ticked = (await world.publications.progress())?.until ?? enqueuedAt;
  return isBefore(latest(enqueuedAt, ticked), record.deadline);
}

function groupsWithWork(audienceChunk: AudienceChunk, rows: Map<number, Map<SubscriberId, Delivery>>, now: Temporal.Instant) {
  return groupsOf(audienceChunk)
    .map((members, group) => ({
      at: { publication: audienceChunk.publication, chunk: audienceChunk.chunk, group },
      members,
      seen: rows.get(group) ?? new Map<SubscriberId, Delivery>(),
    }))
    .filter(({ members, seen }) => members.some(({ subscriber }) => isFree(seen.get(subscriber), now)));
}

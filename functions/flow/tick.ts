import type { Temporal } from 'temporal-polyfill';
import { isInUndoWindow, type PublicationRecord } from '#core/publication/publication';
import { STORED_FORM } from '#core/publication/stored-form';
import { isBefore } from '#core/time/compare';
import { seal } from '#flow/email/seal-audience';
import { firstJobs, sweep, type WaitsFor } from '#flow/email/sweep-email';
import { workOnImports } from '#flow/import/run-import';
import { forEachOnItsOwn } from '#flow/loops/for-each-on-its-own';
import { runRetention } from '#flow/privacy/run-retention';
import { dispatch } from '#flow/publish/dispatch';
import { reopenLate } from '#flow/publish/late';
import { type Planned, plan } from '#flow/publish/plan';
import { settlePendingUnsubscribes } from '#flow/readers/settle-pending-unsubscribes';
import { sweepPost } from '#flow/social/sweep-post';
import { requestMorningSummary } from '#flow/transactional/request-morning-summary';
import type { World } from '#ports';

type TickWorld = Pick<
  World,
  | 'content'
  | 'publications'
  | 'switches'
  | 'subscribers'
  | 'suppressions'
  | 'pendingUnsubscribes'
  | 'signups'
  | 'transactional'
  | 'testEmails'
  | 'drafts'
  | 'bounces'
  | 'imports'
  | 'importFiles'
  | 'ledger'
  | 'canary'
  | 'texts'
  | 'socialLedger'
  | 'examinations'
  | 'jobQueue'
  | 'machine'
>;

type TickFigures = { held: number; late: number };

/** An email to 10,000 people takes 12 minutes at the rate of a new account, and evidence of a lost answer less than an hour. */
const LATE_HOURS = 3;

/** The counts of who has chosen alike are brought up to date at these minutes. Between them a reading looks at what has changed. */
const COUNTS_EVERY_MINUTES = 20;
const COUNTS_AT_MINUTE = 7;

/** The retention run, and keeping the counts, stop here and continue with a later tick, so that they never delay a mail. */
const RETENTION_UNTIL_MS = 20_000;

/**
 * How long after its minute the lease of a tick ends by itself. AWS begins a tick at most three minutes after its minute, and kills it
 * within another one (cdk/every-minute.ts). So a tick whose lease has run out is over, and no host's clock has to be believed. After a
 * tick that was killed, the next ones do nothing for up to three minutes.
 */
export const LEASE_MINUTES = 4;

/**
 * Runs one minute of the newsroom for the moment `now` that the schedule names: plans, begins what is due, and continues what has begun.
 * Does nothing while another tick works: that one or the next does what is due. Reads the whole state each time, so that no tick depends
 * on another. Throws at the end what failed on the way; safe to repeat.
 * @returns figures about what has begun, for the alarms. `held`: the emails and posts that a person must decide about. `late`: the
 * publications that are not done long after they began, although nothing is held and nobody has paused them.
 */
export async function tick(world: TickWorld, now: Temporal.Instant): Promise<TickFigures> {
  const lease = { holder: world.machine.nonce(), until: now.add({ minutes: LEASE_MINUTES }), reads: STORED_FORM };
  const figures: TickFigures = { held: 0, late: 0 };
  const work = async () => {
    const answer = await world.publications.takeLease(lease, now);
    if (answer === 'newer')
      throw new Error(
        'A newer release of Newsroom has written here what this one cannot read. Deploy that release again: nothing is lost.',
      );
    if (answer === 'taken') await workOn(world, now, figures);
  };
  // Also after an error: the lease may have been stored, and only its answer lost.
  await forEachOnItsOwn([work, () => world.publications.endLease(lease)], (step) => step());
  return figures;
}

async function workOn(world: TickWorld, now: Temporal.Instant, figures: TickFigures): Promise<void> {
  const startedMs = world.machine.elapsedMs();
  const failures: unknown[] = [];
  // Before there are good rules, and while the content cannot be read, nothing new begins. Begun publications are sealed with all they
  // need, and continue.
  const planned = await planWithLate(world, now, failures);
  if (planned) await dispatch(world, planned, now).catch((error: unknown) => void failures.push(error));
  // Read again only if a publication could begin: otherwise the records are as the plan read them.
  const records = planned && !planned.records.some(({ state }) => state === 'waiting') ? planned.records : await world.publications.all();
  const underWay = records.filter(({ state }) => state === 'sealing' || state === 'sending');
  const inTime = () => world.machine.elapsedMs() - startedMs < RETENTION_UNTIL_MS;
  const retention = () => runRetention(world, now, inTime);
  const counts = async () => {
    const minute = Math.floor(now.epochMilliseconds / 60_000) % COUNTS_EVERY_MINUTES;
    if (minute === COUNTS_AT_MINUTE) await world.subscribers.keepCounts(now, inTime);
  };
  const imports = () => workOnImports(world, now);
  const unsubscribes = () => settlePendingUnsubscribes(world, now);
  const morningSummary = async () => {
    if (planned) await requestMorningSummary(world, planned.newsroom.rules, now);
  };
  await forEachOnItsOwn(
    [
      ...underWay.map((record) => () => goOn(world, record, now).then((waits) => count(figures, record, now, waits))),
      unsubscribes,
      morningSummary,
      retention,
      imports,
      counts,
    ],
    (work) => work(),
    failures,
  );
}

/** Plans, after what a person sends late waits again: so whatever follows from it is not closed in between. */
async function planWithLate(world: TickWorld, now: Temporal.Instant, failures: unknown[]): Promise<Planned | undefined> {
  const failed = (error: unknown) => void failures.push(error);
  const planned = await plan(world, now).catch(failed);
  const reopened = planned && (await reopenLate(world, planned, now).catch(failed));
  return reopened ? plan(world, now).catch(failed) : planned;
}

function count(figures: TickFigures, { begun }: PublicationRecord, now: Temporal.Instant, waits: WaitsFor | undefined): void {
  if (!waits) return;
  figures.held += waits.held;
  const isLate = begun !== undefined && !isBefore(now, begun.add({ hours: LATE_HOURS }));
  if (isLate && waits.held === 0 && !waits.paused) figures.late += 1;
}

/** Continues what is under way. Returns what it waits for; undefined: it is done. */
async function goOn(world: TickWorld, record: PublicationRecord, now: Temporal.Instant): Promise<WaitsFor | undefined> {
  if (record.state === 'sealing') {
    const chunks = await seal(world, record);
    const jobs = chunks === undefined ? [] : firstJobs({ id: record.id, chunks }, now);
    if (jobs.length > 0 && !isInUndoWindow(record, now)) await world.jobQueue.enqueueSend(jobs);
    return { held: 0, paused: false };
  }
  return record.channel === 'email' ? sweep(world, record, now) : sweepPost(world, record, now);
}

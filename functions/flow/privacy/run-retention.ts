import { Temporal } from 'temporal-polyfill';
import { hasEnded } from '#core/draft/draft';
import { RETENTION } from '#core/rules/retention';
import { isGivenUp } from '#core/subscriber/soft-bounces';
import type { Subscriber, SubscriberId } from '#core/subscriber/subscriber';
import { activeReasons } from '#core/subscriber/suppression';
import { isAfter } from '#core/time/compare';
import { suppress } from '#flow/email/suppress-address';
import { forEachOnItsOwn } from '#flow/loops/for-each-on-its-own';
import { deleteDeliveryRows, hasDeliveryRows } from '#flow/privacy/delete-delivery-rows';
import { keepPeopleMonths } from '#flow/report/keep-people-months';
import type { World } from '#ports';

type RetentionWorld = Pick<
  World,
  'publications' | 'signups' | 'transactional' | 'bounces' | 'subscribers' | 'suppressions' | 'ledger' | 'texts' | 'drafts' | 'testEmails'
>;

/** Retention counts days in our readers' time zone; a day's run starts at three in the morning. */
const ZONE = 'Europe/London';
const EARLIEST_HOUR = 3;
const PAGE = 100;
/** A save that began while the draft could still be brought back has ended by then. */
const SAVE = { hours: 1 };

/**
 * Runs the daily retention: deletes what is older than core/rules/retention.ts says, and stops mailing addresses at the soft-bounce limit.
 * Each step reads what is there, so a run that breaks off, or runs twice, does no harm. A tick works while `inTime` is true, and the next
 * tick continues; a finished day costs one read. Throws at the end what failed on the way; safe to repeat.
 */
export async function runRetention(world: RetentionWorld, now: Temporal.Instant, inTime: () => boolean): Promise<void> {
  const local = now.toZonedDateTimeISO(ZONE);
  if (local.hour < EARLIEST_HOUR || !inTime()) return;
  const known = await world.publications.retentionRun();
  const today =
    known && Temporal.PlainDate.compare(known.day, local.toPlainDate()) >= 0
      ? known
      : { day: local.toPlainDate(), done: false, after: undefined };
  if (today.done) return;
  const before = (kept: Temporal.Duration): Temporal.Instant => local.subtract(kept).toInstant();
  const logged = before(RETENTION.sendLog);
  const ended = (await world.publications.all()).filter((record) => hasDeliveryRows(record, logged));
  let whole = true;
  const steps = [
    () => deleteOldSignups(world, before(RETENTION.unconfirmed)),
    () => deleteTransactional(world, local.subtract(RETENTION.transactional).toPlainDate()),
    () => deleteEndedDrafts(world, now),
    () => deleteTests(world, before(RETENTION.transactional)),
    () => giveUp(world, now, logged),
    ...ended.map((record) => async () => {
      whole = (await deleteDeliveryRows(world, record, now, inTime)) && whole;
    }),
    // Before any profile goes that the figures are counted from.
    () => keepPeopleMonths(world, local),
    async () => {
      const { after, all } = await deleteOldProfiles(world, today.after, before(RETENTION.afterUnsubscribe), inTime);
      await world.publications.recordRetentionRun({ day: today.day, done: whole && all, ...(after === undefined ? {} : { after }) });
    },
  ];
  // A step that fails is thrown, and runs again tomorrow.
  await forEachOnItsOwn(steps, (step) => step());
}

async function deleteTests({ testEmails, texts }: Pick<World, 'testEmails' | 'texts'>, before: Temporal.Instant): Promise<void> {
  for (const { id, at, sealed } of await testEmails.all()) {
    if (isAfter(at, before)) continue;
    await texts.remove(sealed);
    await testEmails.remove(id);
  }
}

async function deleteOldSignups({ signups }: Pick<World, 'signups'>, before: Temporal.Instant): Promise<void> {
  for await (const { id, form } of signups.olderThan(before)) await signups.remove(id, form);
}

/** Deletes old transactional emails. From then on they do not count towards the limits (core/transactional/send-limits.ts). */
async function deleteTransactional({ transactional }: Pick<World, 'transactional'>, before: Temporal.PlainDate): Promise<void> {
  for await (const email of transactional.all()) {
    if (Temporal.PlainDate.compare(email.day, before) < 0) await transactional.remove(email);
  }
}

/** Deletes drafts that were deleted for good. */
async function deleteEndedDrafts({ drafts }: Pick<World, 'drafts'>, now: Temporal.Instant): Promise<void> {
  const before = now.subtract(SAVE);
  for (const head of await drafts.all()) if (hasEnded(head, before)) await drafts.remove(head.draft, head.version);
}

/** Stops mailing addresses at the soft-bounce limit. Old bounces belong to people who get no mail any more, and are deleted. */
async function giveUp(
  world: Pick<World, 'bounces' | 'subscribers' | 'suppressions'>,
  now: Temporal.Instant,
  before: Temporal.Instant,
): Promise<void> {
  for await (const { subscriber, bounces } of world.bounces.all()) {
    const newest = bounces.at(-1);
    const over = isGivenUp(bounces, now);
    if (!newest || (!over && isAfter(newest.at, before))) continue;
    if (over && (await world.subscribers.find(subscriber))?.status === 'confirmed') await suppress(world, subscriber, 'bounced', newest.at);
    await world.bounces.remove(subscriber);
  }
}

/** Deletes old profiles after `start`. `all`: every subscriber was checked; otherwise `after` is the last one. */
async function deleteOldProfiles(
  world: Pick<World, 'subscribers' | 'suppressions'>,
  start: SubscriberId | undefined,
  before: Temporal.Instant,
  inTime: () => boolean,
): Promise<{ after: SubscriberId | undefined; all: boolean }> {
  for (let after = start; ; ) {
    if (!inTime()) return { after, all: false };
    const { subscribers, next } = await world.subscribers.page(after, PAGE);
    for (const subscriber of subscribers) await deleteOldProfile(world, subscriber, before);
    if (next === undefined) return { after, all: true };
    after = next;
  }
}

/** Deletes the profile of a person who gets no mail any more. The suppression always stays. */
async function deleteOldProfile(
  world: Pick<World, 'subscribers' | 'suppressions'>,
  { id, status, version, unsubscribed }: Subscriber,
  before: Temporal.Instant,
): Promise<void> {
  if (status !== 'unsubscribed' && status !== 'bounced' && status !== 'complained') return;
  const ended = unsubscribed?.at ?? (await endOf(world, id));
  if (ended && isAfter(ended, before)) return;
  // A person imported as unsubscribed may have no suppression yet: without the profile nothing else would say so.
  if (!(await world.suppressions.has(id))) await world.suppressions.add(id, status, ended ?? before);
  // The version keeps a person who comes back at this very moment.
  await world.subscribers.remove(id, version);
}

/** Since when the person must not be mailed. */
async function endOf({ suppressions }: Pick<World, 'suppressions'>, id: SubscriberId): Promise<Temporal.Instant | undefined> {
  return activeReasons(await suppressions.log(id))[0]?.at;
}

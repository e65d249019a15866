import { Temporal } from 'temporal-polyfill';
import { RETENTION } from '#core/rules/retention';
import { isGivenUp } from '#core/subscriber/soft-bounces';
import type { Subscriber, SubscriberId } from '#core/subscriber/subscriber';
import { activeReasons } from '#core/subscriber/suppression';
import { isAfter } from '#core/time/compare';
import { asks } from '#core/transactional/send-limits';
import { suppress } from '#flow/email/suppress-address';
import { forEachOnItsOwn } from '#flow/loops/for-each-on-its-own';
import { deleteDeliveryRows, hasDeliveryRows } from '#flow/privacy/delete-delivery-rows';
import type { World } from '#ports';

type RetentionWorld = Pick<
  World,
  'publications' | 'signups' | 'transactional' | 'bounces' | 'subscribers' | 'suppressions' | 'ledger' | 'texts'
>;

/** The day on which things are kept or not is one of our readers' days; before three in the morning it has not begun. */
const ZONE = 'Europe/London';
const EARLIEST_HOUR = 3;
const PAGE = 100;

/**
 * The daily round: what has been kept for as long as core/rules/retention.ts says is forgotten, and addresses whose mail keeps coming
 * back are given up. Each thing is found by looking at what there is, so a round that breaks off, or is done twice, does no
 * harm. A tick does as much as `inTime` lets it, and the next one goes on; nothing is asked of the stores once it is done.
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
  const ended = (await world.publications.all()).filter((record) => hasDeliveryRows(record, before(RETENTION.sendLog)));
  let whole = true;
  const steps = [
    () => deleteOldSignups(world, before(RETENTION.unconfirmed)),
    () => deleteTransactional(world, local.subtract(RETENTION.transactional).toPlainDate()),
    () => giveUp(world, now, before(RETENTION.sendLog)),
    ...ended.map((record) => async () => {
      whole = (await deleteDeliveryRows(world, record, now, inTime)) && whole;
    }),
    async () => {
      const { after, all } = await deleteOldProfiles(world, today.after, before(RETENTION.afterUnsubscribe), inTime);
      await world.publications.recordRetentionRun({ day: today.day, done: whole && all, ...(after === undefined ? {} : { after }) });
    },
  ];
  // What cannot be forgotten today is tried again tomorrow, and is heard of.
  await forEachOnItsOwn(steps, (step) => step());
}

async function deleteOldSignups({ signups }: Pick<World, 'signups'>, before: Temporal.Instant): Promise<void> {
  for await (const { id, asked } of signups.olderThan(before)) {
    // She may have filled in the form again just now.
    const newest = await signups.find(id);
    if (newest?.asked.equals(asked)) await signups.remove(id);
  }
}

/**
 * That somebody was asked to confirm stays until she does, for that is how no more than three such letters go to one address
 * (core/transactional/send-limits.ts). It is a keyed hash and a day.
 */
async function deleteTransactional({ transactional }: Pick<World, 'transactional'>, before: Temporal.PlainDate): Promise<void> {
  for await (const email of transactional.all()) {
    if (!asks(email.kind) && Temporal.PlainDate.compare(email.day, before) < 0) await transactional.remove(email);
  }
}

/** Addresses from which mail after mail has come back. What is old is of people whom nothing is sent to any more. */
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

/** Goes on after `start`. `all`: everybody has been looked at; otherwise `after` says how far it came. */
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

/** Takes away what somebody who gets no more mail has told us; that she must not be mailed is never taken away. */
async function deleteOldProfile(
  world: Pick<World, 'subscribers' | 'suppressions'>,
  { id, status, version, unsubscribed }: Subscriber,
  before: Temporal.Instant,
): Promise<void> {
  if (status !== 'unsubscribed' && status !== 'bounced' && status !== 'complained') return;
  const ended = unsubscribed?.at ?? (await endOf(world, id));
  if (ended && isAfter(ended, before)) return;
  // Somebody who was brought here as one who has left may have no suppression yet: without her profile it is all that says so.
  if (!(await world.suppressions.has(id))) await world.suppressions.add(id, status, ended ?? before);
  // If she comes back at this very moment, she stays.
  await world.subscribers.remove(id, version);
}

/** Since when she must not be mailed. */
async function endOf({ suppressions }: Pick<World, 'suppressions'>, id: SubscriberId): Promise<Temporal.Instant | undefined> {
  return activeReasons(await suppressions.log(id))[0]?.at;
}

import type { Subscriber, SubscriberId } from '#core/subscriber/subscriber';
import { activeReasons, type Suppression, type SuppressionEntry } from '#core/subscriber/suppression';
import type { World } from '#ports';

/**
 * `gone`: how many had unsubscribed, bounced or complained since, and do so again. `back`: how many had confirmed again or undone their
 * unsubscribe since, and are confirmed again. `erased`: who came back although their data had been erased.
 */
export type ReappliedSuppressions = { gone: number; back: number; erased: SubscriberId[] };

type RestoredPeople = Pick<World, 'subscribers' | 'suppressions'>;

/** The limit of `readForSending`. */
const PAGE = 50;

/** Gives each restored subscriber the status that the suppressions say, which were not rewound. May throw; safe to repeat. */
export async function reapplySuppressions(world: RestoredPeople): Promise<ReappliedSuppressions> {
  const found: ReappliedSuppressions = { gone: 0, back: 0, erased: [] };
  let after: SubscriberId | undefined;
  do {
    const { subscribers, next } = await world.subscribers.page(after, PAGE);
    const { people, unread } = await world.subscribers.readForSending(subscribers.map(({ id }) => id));
    for (const subscriber of subscribers) {
      const { id } = subscriber;
      const suppressed = unread.has(id) || people.get(id)?.suppressed === true;
      const isIn = subscriber.status === 'confirmed' || subscriber.status === 'pending';
      // Nearly every subscriber may be mailed: their logs need no read.
      if (isIn && !suppressed) continue;
      const log = await world.suppressions.log(id);
      if (isIn) await stopMailing(world, id, activeReasons(log), found);
      else if (log.length > 0 && activeReasons(log).length === 0) await resubscribe(world, subscriber, log, found);
    }
    after = next;
  } while (after !== undefined);
  return found;
}

async function stopMailing(world: RestoredPeople, id: SubscriberId, reasons: Suppression[], found: ReappliedSuppressions): Promise<void> {
  const own = reasons.find(({ why }) => why === 'unsubscribed' || why === 'erased');
  const reported = reasons.map(({ why }) => why).find((why) => why === 'bounced' || why === 'complained');
  if (own) await world.subscribers.unsubscribe(id, own.at, 'page');
  else if (reported) await world.subscribers.markAs(id, reported);
  else return;
  found.gone += 1;
  if (reasons.some(({ why }) => why === 'erased')) found.erased.push(id);
}

/** The newest entry of the log is the reader's own wish to get our mail: a record that says otherwise is older. */
async function resubscribe(
  world: RestoredPeople,
  { unsubscribed: _, ...subscriber }: Subscriber,
  log: SuppressionEntry[],
  found: ReappliedSuppressions,
): Promise<void> {
  const confirmed = log.findLast(({ why }) => why === 'confirmed');
  const confirmedAt = confirmed ? { confirmedAt: confirmed.at } : {};
  // `stale`: another writer changed the subscriber meanwhile, and that change is newer than the restored record.
  if ((await world.subscribers.save({ ...subscriber, ...confirmedAt, status: 'confirmed' })) === 'saved') found.back += 1;
}

import type { Subscriber, SubscriberId } from '#core/subscriber/subscriber';
import { activeReasons, type Suppression, type SuppressionEntry } from '#core/subscriber/suppression';
import type { World } from '#ports';

/**
 * `gone`: how many had left, bounced or complained since, and are so again. `back`: how many had confirmed again or undone their
 * leaving since, and are confirmed again. `erased`: who is back though she had asked to be forgotten.
 */
export type ReappliedSuppressions = { gone: number; back: number; erased: SubscriberId[] };

type RestoredPeople = Pick<World, 'subscribers' | 'suppressions'>;

/** At most as many as are read at once. */
const PAGE = 50;

/** Gives each restored subscriber the status that the suppressions, which were not rewound, say of her. */
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
      // Nearly everybody is in and may be mailed: nothing more is read of them.
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

/** The newest word in her log is her own, that she wants our mail: the record that says otherwise is from before it. */
async function resubscribe(
  world: RestoredPeople,
  { unsubscribed: _, ...subscriber }: Subscriber,
  log: SuppressionEntry[],
  found: ReappliedSuppressions,
): Promise<void> {
  const confirmed = log.findLast(({ why }) => why === 'confirmed');
  const confirmedAt = confirmed ? { confirmedAt: confirmed.at } : {};
  // When it is stale somebody has changed her meanwhile, and what he wrote is newer than what was restored.
  if ((await world.subscribers.save({ ...subscriber, ...confirmedAt, status: 'confirmed' })) === 'saved') found.back += 1;
}

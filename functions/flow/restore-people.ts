import type { SubscriberId, SubscriberStatus } from '#core/subscriber';
import type { Suppression, World } from '#ports';

/** `gone`: how many had left, bounced or complained since, and are so again. `erased`: how many are back who had asked to be forgotten. */
export type ReappliedSuppressions = { gone: number; erased: SubscriberId[] };

/** At most as many as are read at once. */
const PAGE = 50;
const STATUS: Record<Suppression['why'], SubscriberStatus> = { left: 'left', erased: 'left', bounced: 'bounced', complained: 'complained' };

/** Gives each restored subscriber the status that the suppressions, which were not rewound, say of her. */
export async function reapplySuppressions(world: Pick<World, 'subscribers' | 'suppressions'>): Promise<ReappliedSuppressions> {
  const found: ReappliedSuppressions = { gone: 0, erased: [] };
  let after: SubscriberId | undefined;
  do {
    const { subscribers, next } = await world.subscribers.page(after, PAGE);
    const { people, unread } = await world.subscribers.readForSending(subscribers.map(({ id }) => id));
    for (const subscriber of subscribers) {
      if (!unread.has(subscriber.id) && !people.get(subscriber.id)?.suppressed) continue;
      const suppression = await world.suppressions.find(subscriber.id);
      if (!suppression || (subscriber.status !== 'confirmed' && subscriber.status !== 'pending')) continue;
      if (STATUS[suppression.why] === 'left') await world.subscribers.leave(subscriber.id, suppression.at, 'page');
      else await world.subscribers.put({ ...subscriber, status: STATUS[suppression.why] });
      found.gone += 1;
      if (suppression.why === 'erased') found.erased.push(subscriber.id);
    }
    after = next;
  } while (after !== undefined);
  return found;
}

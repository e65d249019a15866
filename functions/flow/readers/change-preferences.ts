import type { Subscriber, SubscriberId } from '#core/subscriber/subscriber';
import type { World } from '#ports';

/** How often a change is tried again after a concurrent change of the same subscriber. */
const TRIES = 5;

/**
 * Changes a confirmed reader's choices. Undefined when the reader gets no emails: unsubscribed, or suppressed.
 * May throw; safe to repeat.
 */
export async function changePreferences(
  world: Pick<World, 'subscribers' | 'suppressions'>,
  id: SubscriberId,
  wish: (subscriber: Subscriber) => Subscriber,
): Promise<Subscriber | undefined> {
  if (await world.suppressions.has(id)) return undefined;
  return changeSubscriber(world, id, (subscriber) => (subscriber.status === 'confirmed' ? wish(subscriber) : undefined));
}

/**
 * Applies `to` to the stored subscriber, and again after a concurrent change. Undefined when `to` finds nothing to change any more,
 * or when the id is unknown.
 * @throws when other changes kept coming first. Safe to repeat.
 */
export async function changeSubscriber(
  world: Pick<World, 'subscribers'>,
  id: SubscriberId,
  to: (subscriber: Subscriber) => Subscriber | undefined,
): Promise<Subscriber | undefined> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const subscriber = await world.subscribers.find(id);
    const changed = subscriber && to(subscriber);
    if (!changed || (await world.subscribers.save(changed)) === 'saved') return changed;
  }
  throw new Error('Other changes of the same subscriber kept coming first. Try again.');
}

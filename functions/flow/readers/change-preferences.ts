import type { Subscriber, SubscriberId } from '#core/subscriber/subscriber';
import type { World } from '#ports';

/** So often a change gives way to another of the same person before it gives up. */
const TRIES = 5;

/** What somebody wants changed of the emails she gets. Undefined when she gets none: she has left, or her address takes no mail. */
export async function changePreferences(
  world: Pick<World, 'subscribers' | 'suppressions'>,
  id: SubscriberId,
  wish: (subscriber: Subscriber) => Subscriber,
): Promise<Subscriber | undefined> {
  if (await world.suppressions.has(id)) return undefined;
  return changeSubscriber(world, id, (subscriber) => (subscriber.status === 'confirmed' ? wish(subscriber) : undefined));
}

/**
 * Changes a subscriber as she is now, whoever else changes her at the same time. `to` may say that there is nothing to change in
 * her any more; then, and for a stranger, the answer is undefined.
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
  throw new Error('Somebody else changes the same subscriber all the time. Try again.');
}

import type { Temporal } from 'temporal-polyfill';
import type { SubscriberId } from '#core/subscriber/subscriber';
import type { World } from '#ports';

type EraseWorld = Pick<World, 'subscribers' | 'suppressions' | 'pendingUnsubscribes' | 'signups' | 'transactional' | 'bounces'>;

/**
 * Erases a person. Only the keyed hash of the address stays, with the reason `erased`. It is written first, so that neither a later list
 * nor a restore brings the person back. Idempotent. May throw; safe to repeat.
 */
export async function erase(world: EraseWorld, id: SubscriberId, now: Temporal.Instant): Promise<void> {
  await world.suppressions.add(id, 'erased', now);
  await world.subscribers.remove(id);
  // Also forms for another address that would have moved the reader there: they hold the reader's choices.
  for await (const signup of world.signups.olderThan(now.add({ hours: 1 }))) {
    if (signup.id === id || signup.changesAddressOf === id) await world.signups.remove(signup.id, signup.form);
  }
  await world.transactional.removeAllTo(id);
  await world.bounces.remove(id);
  await world.pendingUnsubscribes.close(id);
}

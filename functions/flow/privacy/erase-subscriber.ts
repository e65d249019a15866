import type { Temporal } from 'temporal-polyfill';
import type { SubscriberId } from '#core/subscriber/subscriber';
import type { World } from '#ports';

type EraseWorld = Pick<World, 'subscribers' | 'suppressions' | 'pendingUnsubscribes' | 'signups' | 'transactional' | 'bounces'>;

/**
 * Forgets somebody. What stays is the keyed hash of her address with the reason `erased`, which is written before anything is
 * taken away: so that a list brought later, or a restore, does not bring her back. Idempotent.
 */
export async function erase(world: EraseWorld, id: SubscriberId, now: Temporal.Instant): Promise<void> {
  await world.suppressions.add(id, 'erased', now);
  await world.subscribers.remove(id);
  await world.signups.remove(id);
  // Forms for another address that would have moved her there: they hold what she chose.
  for await (const signup of world.signups.olderThan(now.add({ hours: 1 }))) {
    if (signup.changesAddressOf === id) await world.signups.remove(signup.id);
  }
  await world.transactional.removeAllTo(id);
  await world.bounces.remove(id);
  await world.pendingUnsubscribes.close(id);
}

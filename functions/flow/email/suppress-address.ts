import type { Temporal } from 'temporal-polyfill';
import type { SubscriberId } from '#core/subscriber/subscriber';
import type { World } from '#ports';

/**
 * Mails somebody no more because of what the provider reports; the suppression first, so that it counts even if we break down
 * between the two. A report that is older than her own confirmation changes nothing. Idempotent.
 */
export async function suppress(
  world: Pick<World, 'subscribers' | 'suppressions'>,
  id: SubscriberId,
  why: 'bounced' | 'complained',
  at: Temporal.Instant,
): Promise<void> {
  await world.suppressions.add(id, why, at);
  if (await world.suppressions.has(id)) await world.subscribers.markAs(id, why);
}

import type { Temporal } from 'temporal-polyfill';
import type { SubscriberId } from '#core/subscriber/subscriber';
import type { World } from '#ports';

/**
 * Stops mail to a reader because of the provider's report. The suppression is written first, so that it counts even after a crash between
 * the two writes. A report older than the reader's own confirmation changes nothing. Idempotent. May throw; safe to repeat.
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

import type { Temporal } from 'temporal-polyfill';
import type { SubscriberId } from '#core/subscriber/subscriber';
import { activeReasons } from '#core/subscriber/suppression';
import type { World } from '#ports';

/**
 * Unsubscribes a reader by their own act, on our page or by mail. The suppression is written first: a crash between the two writes still
 * stops the mail. Idempotent. May throw; safe to repeat.
 */
export async function unsubscribe(
  world: Pick<World, 'subscribers' | 'suppressions'>,
  id: SubscriberId,
  { method, now }: { method: 'page' | 'mail'; now: Temporal.Instant },
): Promise<void> {
  await world.suppressions.add(id, 'unsubscribed', now);
  await world.subscribers.unsubscribe(id, now, method);
}

/**
 * Records a press of the one-click button (RFC 8058), by the reader or by a mail scanner. The reader is not mailed from now on; a tick
 * decides some minutes later which of the two it was. `network`: a keyed hash of the network of the press. Idempotent. May throw; safe to
 * repeat.
 */
export async function unsubscribeByOneClick(
  world: Pick<World, 'suppressions' | 'pendingUnsubscribes'>,
  id: SubscriberId,
  { network, now }: { network: string; now: Temporal.Instant },
): Promise<void> {
  const reasons = activeReasons(await world.suppressions.log(id));
  if (reasons.some(({ why }) => why === 'unsubscribed' || why === 'erased')) return;
  await world.suppressions.add(id, 'pending-unsubscribe', now);
  await world.pendingUnsubscribes.record({ id, at: now, network, inBurst: false });
}

import type { Temporal } from 'temporal-polyfill';
import type { SubscriberId } from '#core/subscriber/subscriber';
import { activeReasons } from '#core/subscriber/suppression';
import type { World } from '#ports';

/**
 * She has left, by her own hand: on our page, or by mail. The suppression comes first: if we break down between the two, she is
 * not mailed all the same. Idempotent.
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
 * Her one-click button was pressed, by her or by a scanner that presses every button: from now on she is not mailed. The tick
 * says some minutes later which of the two it was. `network`: a keyed hash of where the press came from. Idempotent.
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

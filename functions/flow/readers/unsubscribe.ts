import type { Temporal } from 'temporal-polyfill';
import type { SubscriberId } from '#core/subscriber/subscriber';
import { standing } from '#core/subscriber/suppression';
import type { World } from '#ports';

/**
 * She has left, by her own hand: on our page, or by mail. The suppression comes first: if we break down between the two, she is
 * not mailed all the same. Idempotent.
 */
export async function leave(
  world: Pick<World, 'subscribers' | 'suppressions'>,
  id: SubscriberId,
  { way, now }: { way: 'page' | 'mail'; now: Temporal.Instant },
): Promise<void> {
  await world.suppressions.add(id, 'left', now);
  await world.subscribers.leave(id, now, way);
}

/**
 * Her one-click button was pressed, by her or by a scanner that presses every button: from now on she is not mailed. The tick
 * says some minutes later which of the two it was. `network`: a keyed hash of where the press came from. Idempotent.
 */
export async function leaveByOneClick(
  world: Pick<World, 'suppressions' | 'departures'>,
  id: SubscriberId,
  { network, now }: { network: string; now: Temporal.Instant },
): Promise<void> {
  const reasons = standing(await world.suppressions.log(id));
  if (reasons.some(({ why }) => why === 'left' || why === 'erased')) return;
  await world.suppressions.add(id, 'leaving', now);
  await world.departures.note({ id, at: now, network, suspect: false });
}

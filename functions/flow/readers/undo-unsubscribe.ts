import type { Temporal } from 'temporal-polyfill';
import type { Subscriber, SubscriberId } from '#core/subscriber/subscriber';
import { standing } from '#core/subscriber/suppression';
import { undoUntil } from '#core/subscriber/undo-window';
import { change } from '#flow/readers/change-preferences';
import type { World } from '#ports';

type UndoWorld = Pick<World, 'subscribers' | 'suppressions' | 'departures'>;

/** Brings back somebody who has just left, by her own hand. `refused`: it is too late, or she has not left, or not only that. Idempotent. */
export async function undoLeaving(world: UndoWorld, id: SubscriberId, now: Temporal.Instant): Promise<'back' | 'refused'> {
  const [subscriber, log] = await Promise.all([world.subscribers.find(id), world.suppressions.log(id)]);
  // Who has given another address is mailed there: to come back here too would be to get everything twice.
  if (!subscriber || subscriber.left?.way === 'moved') return 'refused';
  const begun = standing(log).length === 0 && log.at(-1)?.why === 'undone';
  if (!begun && (!undoUntil(log, now) || (await world.suppressions.reopen(id, 'undone', now)) === 'refused')) return 'refused';
  await world.departures.close(id);
  if (subscriber.status === 'confirmed') return 'back';
  return (await change(world, id, backAgain)) === undefined ? 'refused' : 'back';
}

function backAgain({ left: _, ...subscriber }: Subscriber): Subscriber | undefined {
  return subscriber.status === 'left' || subscriber.status === 'confirmed' ? { ...subscriber, status: 'confirmed' } : undefined;
}

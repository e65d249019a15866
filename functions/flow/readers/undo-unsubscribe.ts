import type { Temporal } from 'temporal-polyfill';
import type { Subscriber, SubscriberId } from '#core/subscriber/subscriber';
import { activeReasons } from '#core/subscriber/suppression';
import { undoUntil } from '#core/subscriber/undo-window';
import { changeSubscriber } from '#flow/readers/change-preferences';
import type { World } from '#ports';

type UndoWorld = Pick<World, 'subscribers' | 'suppressions' | 'pendingUnsubscribes'>;

/** Brings back somebody who has just left, by her own hand. `refused`: it is too late, or she has not left, or not only that. Idempotent. */
export async function undoUnsubscribe(world: UndoWorld, id: SubscriberId, now: Temporal.Instant): Promise<'back' | 'refused'> {
  const [subscriber, log] = await Promise.all([world.subscribers.find(id), world.suppressions.log(id)]);
  // Who has given another address is mailed there: to come back here too would be to get everything twice.
  if (!subscriber || subscriber.unsubscribed?.method === 'moved') return 'refused';
  const begun = activeReasons(log).length === 0 && log.at(-1)?.why === 'undone';
  if (!begun && (!undoUntil(log, now) || (await world.suppressions.reopen(id, 'undone', now)) === 'refused')) return 'refused';
  await world.pendingUnsubscribes.close(id);
  if (subscriber.status === 'confirmed') return 'back';
  return (await changeSubscriber(world, id, resubscribed)) === undefined ? 'refused' : 'back';
}

function resubscribed({ unsubscribed: _, ...subscriber }: Subscriber): Subscriber | undefined {
  return subscriber.status === 'unsubscribed' || subscriber.status === 'confirmed' ? { ...subscriber, status: 'confirmed' } : undefined;
}

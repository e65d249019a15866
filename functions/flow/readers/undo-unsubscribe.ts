import type { Temporal } from 'temporal-polyfill';
import type { Subscriber, SubscriberId } from '#core/subscriber/subscriber';
import { activeReasons } from '#core/subscriber/suppression';
import { undoUntil } from '#core/subscriber/undo-window';
import { changeSubscriber } from '#flow/readers/change-preferences';
import type { World } from '#ports';

type UndoWorld = Pick<World, 'subscribers' | 'suppressions' | 'pendingUnsubscribes'>;

/**
 * Undoes a reader's own recent unsubscribe. `refused`: too late, not unsubscribed, or suppressed for another reason too.
 * Idempotent. May throw; safe to repeat.
 */
export async function undoUnsubscribe(world: UndoWorld, id: SubscriberId, now: Temporal.Instant): Promise<'back' | 'refused'> {
  const [subscriber, log] = await Promise.all([world.subscribers.find(id), world.suppressions.log(id)]);
  // A reader who moved gets mail at the other address: coming back here too would bring everything twice.
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

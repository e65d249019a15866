import type { Temporal } from 'temporal-polyfill';
import { judgePendingUnsubscribes, type PendingUnsubscribe } from '#core/subscriber/pending-unsubscribe';
import type { SubscriberId } from '#core/subscriber/subscriber';
import { activeReasons } from '#core/subscriber/suppression';
import { forEachOnItsOwn } from '#flow/loops/for-each-on-its-own';
import type { World } from '#ports';

type PendingUnsubscribeWorld = Pick<World, 'pendingUnsubscribes' | 'suppressions' | 'subscribers'>;

/**
 * Settles the one-click unsubscribes of the last minutes: marks those of a burst, and finishes those that are certain.
 * Throws at the end what failed on the way; safe to repeat.
 */
export async function settlePendingUnsubscribes(world: PendingUnsubscribeWorld, now: Temporal.Instant): Promise<void> {
  const { newInBurst, unsubscribed } = judgePendingUnsubscribes(await world.pendingUnsubscribes.open(), now);
  const failures: unknown[] = [];
  for (const pending of newInBurst)
    await world.pendingUnsubscribes.markInBurst(pending).catch((error: unknown) => void failures.push(error));
  await forEachOnItsOwn(unsubscribed, (pending) => finishUnsubscribe(world, pending), failures);
}

/**
 * Unsubscribes the reader as of the time of the press. Changes nothing when the reader has undone it since, or has confirmed again.
 * May throw; safe to repeat.
 */
export async function finishUnsubscribe(world: PendingUnsubscribeWorld, { id, at }: PendingUnsubscribe): Promise<void> {
  const reasons = activeReasons(await world.suppressions.log(id));
  if (reasons.some(({ why }) => why === 'pending-unsubscribe')) {
    await world.suppressions.add(id, 'unsubscribed', at);
    await world.subscribers.unsubscribe(id, at, 'one-click');
  }
  await world.pendingUnsubscribes.close(id);
}

/**
 * Undoes an unsubscribe that a mail scanner pressed. A reader who has also unsubscribed in another way stays unsubscribed.
 * May throw; safe to repeat.
 */
export async function undoPendingUnsubscribe(
  world: Pick<World, 'pendingUnsubscribes' | 'suppressions'>,
  id: SubscriberId,
  now: Temporal.Instant,
): Promise<void> {
  await world.suppressions.reopen(id, 'scanner', now);
  await world.pendingUnsubscribes.close(id);
}

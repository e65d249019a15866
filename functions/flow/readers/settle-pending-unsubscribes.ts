import type { Temporal } from 'temporal-polyfill';
import { judgePendingUnsubscribes, type PendingUnsubscribe } from '#core/subscriber/pending-unsubscribe';
import type { SubscriberId } from '#core/subscriber/subscriber';
import { activeReasons } from '#core/subscriber/suppression';
import { forEachOnItsOwn } from '#flow/loops/for-each-on-its-own';
import type { World } from '#ports';

type PendingUnsubscribeWorld = Pick<World, 'pendingUnsubscribes' | 'suppressions' | 'subscribers'>;

/** What the one-click presses of the last minutes were: marks those of a burst, and lets those go who have certainly left. */
export async function settlePendingUnsubscribes(world: PendingUnsubscribeWorld, now: Temporal.Instant): Promise<void> {
  const { newInBurst, unsubscribed } = judgePendingUnsubscribes(await world.pendingUnsubscribes.open(), now);
  const failures: unknown[] = [];
  for (const pending of newInBurst)
    await world.pendingUnsubscribes.markInBurst(pending).catch((error: unknown) => void failures.push(error));
  await forEachOnItsOwn(unsubscribed, (pending) => finishUnsubscribe(world, pending), failures);
}

/** It was she: she has left when she pressed. Nothing changes for somebody who has undone it since, or has confirmed again. */
export async function finishUnsubscribe(world: PendingUnsubscribeWorld, { id, at }: PendingUnsubscribe): Promise<void> {
  const reasons = activeReasons(await world.suppressions.log(id));
  if (reasons.some(({ why }) => why === 'pending-unsubscribe')) {
    await world.suppressions.add(id, 'unsubscribed', at);
    await world.subscribers.unsubscribe(id, at, 'one-click');
  }
  await world.pendingUnsubscribes.close(id);
}

/** It was a scanner: she stays, unless she has left by her own hand too. */
export async function undoPendingUnsubscribe(
  world: Pick<World, 'pendingUnsubscribes' | 'suppressions'>,
  id: SubscriberId,
  now: Temporal.Instant,
): Promise<void> {
  await world.suppressions.reopen(id, 'scanner', now);
  await world.pendingUnsubscribes.close(id);
}

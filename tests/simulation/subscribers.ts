import type { Temporal } from 'temporal-polyfill';
import { subscriberId } from '#adapters/identity/subscriber-id';
import type { Subscriber, SubscriberId, SubscriberStatus } from '#core/subscriber/subscriber';
import type { World } from '#ports';

/** As the pages do it: the suppression first. */
export async function decide(
  world: World,
  kind: 'leave' | 'suppress' | 'status' | 'confirm',
  id: SubscriberId,
  at: Temporal.Instant,
): Promise<void> {
  if (kind === 'leave' || kind === 'suppress') await world.suppressions.add(id, kind === 'leave' ? 'unsubscribed' : 'complained', at);
  if (kind === 'leave' || kind === 'status') await world.subscribers.unsubscribe(id, at, 'page');
  if (kind !== 'confirm') return;
  const known = await world.subscribers.find(id);
  if (known?.status !== 'pending') return;
  await enrol(world, { ...known, status: 'confirmed', confirmedAt: at });
  await world.suppressions.reopen(id, 'confirmed', at);
}

/** Stores somebody who is new, or as she is from now on. */
export async function enrol(world: Pick<World, 'subscribers'>, subscriber: Subscriber): Promise<void> {
  await world.subscribers.save(subscriber);
}

const ids = new Map<string, SubscriberId>();

export function subscriberOf(name: string, status: SubscriberStatus, confirmedAt?: Temporal.Instant): Subscriber {
  const address = `${name}@example.org`;
  const id = ids.get(address) ?? subscriberId('memory', address);
  ids.set(address, id);
  return { id, address, name, frequency: 'each', topics: [], status, ...(confirmedAt ? { confirmedAt } : {}) };
}

/** So many who have confirmed, one who has not yet, and one who has left. */
export function peopleOf(confirmed: number): Subscriber[] {
  const known = Array.from({ length: confirmed }, (_, i) => subscriberOf(`reader-${i}`, 'confirmed'));
  return [...known, subscriberOf('reader-pending', 'pending'), subscriberOf('reader-left', 'unsubscribed')];
}

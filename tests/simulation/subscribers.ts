import type { Temporal } from 'temporal-polyfill';
import { subscriberId } from '#adapters/identity/subscriber-id';
import type { Subscriber, SubscriberId, SubscriberStatus } from '#core/subscriber/subscriber';
import type { World } from '#ports';

/** Stores the decision of a reader as the pages do: the suppression first, then the subscriber. */
export async function decide(
  world: World,
  kind: 'unsubscribe' | 'suppress' | 'status' | 'confirm',
  id: SubscriberId,
  at: Temporal.Instant,
): Promise<void> {
  if (kind === 'unsubscribe' || kind === 'suppress')
    await world.suppressions.add(id, kind === 'unsubscribe' ? 'unsubscribed' : 'complained', at);
  if (kind === 'unsubscribe' || kind === 'status') await world.subscribers.unsubscribe(id, at, 'page');
  if (kind !== 'confirm') return;
  const known = await world.subscribers.find(id);
  if (known?.status !== 'pending') return;
  await enrol(world, { ...known, status: 'confirmed', confirmedAt: at });
  await world.suppressions.reopen(id, 'confirmed', at);
}

/** Stores a new subscriber, or a new version of one. */
export async function enrol(world: Pick<World, 'subscribers'>, subscriber: Subscriber): Promise<void> {
  await world.subscribers.save(subscriber);
}

const ids = new Map<string, SubscriberId>();

/** Returns a subscriber without topics who wants each post. Their id follows from the name. */
export function subscriberOf(name: string, status: SubscriberStatus, confirmedAt?: Temporal.Instant): Subscriber {
  const address = `${name}@example.org`;
  const id = ids.get(address) ?? subscriberId('memory', address);
  ids.set(address, id);
  return { id, address, name, frequency: 'each', topics: [], status, ...(confirmedAt ? { confirmedAt } : {}) };
}

/** Returns this many confirmed subscribers, one pending and one unsubscribed. */
export function peopleOf(confirmed: number): Subscriber[] {
  const known = Array.from({ length: confirmed }, (_, i) => subscriberOf(`reader-${i}`, 'confirmed'));
  return [...known, subscriberOf('reader-pending', 'pending'), subscriberOf('reader-left', 'unsubscribed')];
}

import { subscriberId } from '#adapters/subscriber-id';
import type { Subscriber, SubscriberId } from '#core/subscriber';
import type { Subscribers, Suppression, Suppressions } from '#ports';

export function memoryPeople(known: Subscriber[]): { subscribers: Subscribers; suppressions: Suppressions } {
  const people = new Map<SubscriberId, Subscriber>(known.map((subscriber) => [subscriber.id, subscriber]));
  const suppressed = new Map<SubscriberId, Suppression>();
  // Sorted once per change of who is known: an audience of thousands is read page by page.
  let order: SubscriberId[] | undefined;

  const subscribers: Subscribers = {
    page: async (after, limit) => {
      order ??= [...people.keys()].sort();
      const start = after === undefined ? 0 : firstAfter(order, after);
      const ids = order.slice(start, start + limit);
      const last = ids.at(-1);
      const page = ids.flatMap((id) => people.get(id) ?? []);
      return last !== undefined && start + limit < order.length ? { subscribers: page, next: last } : { subscribers: page };
    },
    find: async (id) => people.get(id),
    put: async (subscriber) => {
      if (!people.has(subscriber.id)) order = undefined;
      people.set(subscriber.id, { ...subscriber });
    },
    leave: async (id) => {
      const subscriber = people.get(id);
      if (!subscriber) return 'unknown';
      if (subscriber.status !== 'confirmed' && subscriber.status !== 'pending') return 'had-left';
      people.set(id, { ...subscriber, status: 'left' });
      return 'left';
    },
    readForSending: async (ids) => ({
      people: new Map(
        ids.map((id) => {
          const subscriber = people.get(id);
          return [id, { ...(subscriber ? { subscriber } : {}), suppressed: suppressed.has(id) }];
        }),
      ),
      unread: new Set(),
    }),
    idOf: (address) => subscriberId('memory', address),
  };

  const suppressions: Suppressions = {
    add: async (id, why, at) => {
      if (!suppressed.has(id)) suppressed.set(id, { why, at });
    },
    has: async (id) => suppressed.has(id),
    find: async (id) => suppressed.get(id),
  };
  return { subscribers, suppressions };
}

function firstAfter(sorted: readonly string[], value: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? '') <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

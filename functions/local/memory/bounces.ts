import type { Bounce } from '#core/subscriber/soft-bounces';
import type { SubscriberId } from '#core/subscriber/subscriber';
import { byTime } from '#core/time/compare';
import type { Bounces } from '#ports';

export function memoryBounces(): Bounces {
  const people = new Map<SubscriberId, Bounce[]>();
  return {
    record: async (id, bounce) => {
      const known = people.get(id) ?? [];
      if (known.every(({ publication }) => publication !== bounce.publication))
        people.set(
          id,
          [...known, bounce].sort((a, b) => byTime(a.at, b.at)),
        );
    },
    delivered: async (id) => void people.delete(id),
    async *all() {
      for (const [subscriber, bounces] of [...people]) yield { subscriber, bounces };
    },
    remove: async (id) => void people.delete(id),
  };
}

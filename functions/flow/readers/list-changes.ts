import type { Temporal } from 'temporal-polyfill';
import type { ListChanges } from '#core/subscriber/list-changes';
import type { Subscriber, SubscriberId } from '#core/subscriber/subscriber';
import { isAfter } from '#core/time/compare';
import type { World } from '#ports';

const PAGE = 500;

/** Counts how the list has changed since `since`, in one pass over it. Someone who moved to another address neither joined nor left. */
export async function readListChanges(world: Pick<World, 'subscribers' | 'suppressions'>, since: Temporal.Instant): Promise<ListChanges> {
  const changes: ListChanges = { joined: 0, left: 0, bounced: 0, complained: 0 };
  const isNew = (at: Temporal.Instant | undefined) => at !== undefined && isAfter(at, since);
  for (let after: SubscriberId | undefined; ; ) {
    const page = await world.subscribers.page(after, PAGE);
    for (const subscriber of page.subscribers) {
      const { status, confirmedAt, unsubscribed } = subscriber;
      if (status === 'confirmed' && isNew(confirmedAt)) changes.joined += 1;
      if (status === 'unsubscribed' && isNew(unsubscribed?.at)) {
        // The new address counts as joined.
        if (unsubscribed?.method === 'moved') changes.joined -= 1;
        else changes.left += 1;
      }
      if ((status === 'bounced' || status === 'complained') && isNew(await suppressedAt(world, subscriber, status))) changes[status] += 1;
    }
    if (page.next === undefined) return { ...changes, joined: Math.max(0, changes.joined) };
    after = page.next;
  }
}

async function suppressedAt(
  { suppressions }: Pick<World, 'suppressions'>,
  { id }: Subscriber,
  status: 'bounced' | 'complained',
): Promise<Temporal.Instant | undefined> {
  return (await suppressions.log(id)).findLast(({ why }) => why === status)?.at;
}

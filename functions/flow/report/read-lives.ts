import type { Temporal } from 'temporal-polyfill';
import { type Life, lifeOf } from '#core/report/lives';
import type { Subscriber, SubscriberId } from '#core/subscriber/subscriber';
import { activeReasons } from '#core/subscriber/suppression';
import { inWindow } from '#flow/loops/with-concurrency';
import type { World } from '#ports';

const PAGE = 500;
const AT_ONCE = 8;

/** Reads how long each person was on the list, in one pass over the profiles. Reads only; safe to repeat. */
export async function readLives(world: Pick<World, 'subscribers' | 'suppressions'>): Promise<Life[]> {
  const lives: Life[] = [];
  for (let after: SubscriberId | undefined; ; ) {
    const { subscribers, next } = await world.subscribers.page(after, PAGE);
    const stopped = await stoppedSince(world, subscribers);
    lives.push(...subscribers.flatMap((subscriber) => lifeOf(subscriber, stopped.get(subscriber.id)) ?? []));
    if (next === undefined) return lives;
    after = next;
  }
}

/** Returns since when those must not be mailed whose profile does not say it: of a bounce or a complaint, only the suppression does. */
async function stoppedSince(
  { suppressions }: Pick<World, 'suppressions'>,
  subscribers: readonly Subscriber[],
): Promise<Map<SubscriberId, Temporal.Instant>> {
  const since = new Map<SubscriberId, Temporal.Instant>();
  const reported = subscribers.filter(({ status }) => status === 'bounced' || status === 'complained');
  await inWindow(reported, AT_ONCE, async ({ id }) => {
    const at = activeReasons(await suppressions.log(id))[0]?.at;
    if (at) since.set(id, at);
  });
  return since;
}

import type { Temporal } from 'temporal-polyfill';
import { EXPORT_HEADER, exportedLine, MOST_EXPORTED } from '#core/import/export';
import type { SubscriberId } from '#core/subscriber/subscriber';
import type { StatusCounts, World } from '#ports';

/** A range of subscriber ids, after `after` and up to `until`; without one of them, from the beginning or to the end. */
export type Stretch = { after?: SubscriberId; until?: SubscriberId };

const PAGE = 500;

/** Returns how many subscribers there are, and the ranges that an export is cut into. */
export async function peopleOutline(
  world: Pick<World, 'subscribers'>,
): Promise<{ counts: StatusCounts; people: number; parts: Stretch[] }> {
  const { counts, ends } = await world.subscribers.outline(MOST_EXPORTED);
  const people = sum(counts);
  const cuts = people > 0 && people % MOST_EXPORTED === 0 ? ends.slice(0, -1) : ends;
  const parts = [...cuts, undefined].map((until, i) => {
    const after = cuts[i - 1];
    return { ...(after === undefined ? {} : { after }), ...(until === undefined ? {} : { until }) };
  });
  return { counts, people, parts };
}

/** Exports the subscribers of a range as a CSV file, page by page. The audit log records the export before the first line exists. */
export async function exportPeople(
  world: Pick<World, 'subscribers' | 'audit'>,
  stretch: Stretch,
  by: string,
  now: Temporal.Instant,
): Promise<AsyncGenerator<string>> {
  const { counts } = await world.subscribers.outline(MOST_EXPORTED, stretch);
  await world.audit.record({ at: now, by, did: 'exported', people: sum(counts) });
  return linesOf(world, stretch);
}

async function* linesOf(world: Pick<World, 'subscribers'>, { after, until }: Stretch): AsyncGenerator<string> {
  yield EXPORT_HEADER;
  for (let from = after; ; ) {
    const { subscribers, next } = await world.subscribers.page(from, PAGE);
    const inside = subscribers.filter(({ id }) => until === undefined || id <= until);
    yield inside.map(exportedLine).join('');
    if (next === undefined || inside.length < subscribers.length) return;
    from = next;
  }
}

function sum(counts: StatusCounts): number {
  return Object.values(counts).reduce((all, count) => all + count, 0);
}

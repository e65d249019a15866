// People of a report by what they have chosen, so that its many tables do not go through everybody each.
import type { Temporal } from 'temporal-polyfill';
import type { Life, LifeChoices } from '#core/report/lives';
import { addSums, NO_SUMS, type Sums, sumsOf } from '#core/report/people';
import type { Span } from '#core/report/period';

/**
 * People who have chosen alike. `here`: how many of them are on the list now. `sums`: what was summed up of them for some days, because the
 * tables of a report ask for the same days again and again.
 */
export type LivesAlike = LifeChoices & { here: number; lives: readonly Life[]; sums: Map<string, Sums> };

export function livesAlike(lives: readonly Life[]): LivesAlike[] {
  const groups = Map.groupBy(lives, ({ organisation, topics, frequency }) => `${frequency}\n${organisation ?? '\n'}\n${topics.join()}`);
  return [...groups.values()].flatMap((some) => {
    const [first] = some;
    if (!first) return [];
    const { organisation, topics, frequency } = first;
    const here = some.reduce((sum, { left }) => sum + (left ? 0 : 1), 0);
    return [{ ...(organisation === undefined ? {} : { organisation }), topics, frequency, here, lives: some, sums: new Map() }];
  });
}

/** Sums up what happened to all of these people. */
export function sumsIn(groups: readonly LivesAlike[], span: Span, now: Temporal.Instant): Sums {
  const key = [span.since, span.until, now].map(({ epochMilliseconds }) => epochMilliseconds).join();
  return groups.reduce((all, { lives, sums }) => {
    const its = sums.get(key) ?? sumsOf(lives, span, now);
    sums.set(key, its);
    return addSums(all, its);
  }, NO_SUMS);
}

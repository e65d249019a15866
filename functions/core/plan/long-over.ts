// Stories of which nothing can become due any more: after some years those are nearly all.
import type { Temporal } from 'temporal-polyfill';
import type { Overrides } from '#core/publication/override';
import type { PublicationRecord } from '#core/publication/publication';
import type { Rules } from '#core/rules/rules';
import { wantedAt } from '#core/story/extra-posts';
import type { Story } from '#core/story/story';
import type { StorySeen } from '#core/story/story-seen';
import { endsAt, publishedAt } from '#core/story/story-times';
import { atWallClock } from '#core/time/wall-clock';

/** Quiet times move what is due by days, never by this much. */
const MARGIN_MS = 60 * 24 * 3_600_000;

/**
 * Returns whether a story is long over: its last moment lies far before `from`, the earliest time of which anything is still planned, and
 * nothing of it waits. Publications of such a story would all be due before `from`, and no digest can show its event.
 */
export function longOver(
  from: Temporal.ZonedDateTime,
  rules: Rules,
  overrides: Overrides,
): (story: Story, seen: StorySeen | undefined, its: readonly PublicationRecord[]) => boolean {
  const beforeMs = from.epochMilliseconds - MARGIN_MS;
  // What a person has moved may be due whenever they said.
  const moved = [...overrides].filter(([, { at, due }]) => Math.max(at.epochMilliseconds, due?.epochMilliseconds ?? 0) >= beforeMs);
  return (story, seen, its) =>
    seen !== undefined &&
    lastMs(story, rules) < beforeMs &&
    lastSeenMs(seen) < beforeMs &&
    its.every(({ state }) => state !== 'waiting') &&
    moved.every(([id]) => !id.includes(story.slug));
}

type LastOf = { timezone: string; followUp: Temporal.Duration; ms: number };
const lastOfStories = new WeakMap<Story, LastOf>();
const lastSeens = new WeakMap<StorySeen, number>();

/** Returns the last moment that the story itself names, and that the rules add to it. */
function lastMs(story: Story, { timezone, events: { followUp } }: Rules): number {
  const known = lastOfStories.get(story);
  if (known?.followUp === followUp && known.timezone === timezone) return known.ms;
  const extra = (story.extraPosts ?? []).map((one) => atWallClock(wantedAt(one, story), timezone));
  // An event that ends has begun.
  const held = story.kind === 'event' ? [endsAt(story, timezone), endsAt(story, timezone).add(followUp)] : [];
  const ms = Math.max(...[publishedAt(story, timezone), ...extra, ...held].map(({ epochMilliseconds }) => epochMilliseconds));
  lastOfStories.set(story, { timezone, followUp, ms });
  return ms;
}

/** Returns the last moment at which something of the story was new. */
function lastSeenMs(seen: StorySeen): number {
  const known = lastSeens.get(seen);
  if (known !== undefined) return known;
  const { firstSeen, publishedSeen, timeSeen, factsSeen, followUpSeen } = seen;
  const all = [firstSeen, publishedSeen, timeSeen, factsSeen, followUpSeen].filter((moment) => moment !== undefined);
  const ms = Math.max(...all.map(({ epochMilliseconds }) => epochMilliseconds));
  lastSeens.set(seen, ms);
  return ms;
}

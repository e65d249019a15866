// Stories of which nothing can become due any more, after some years nearly all, and those of which nothing can be due yet.
import type { Temporal } from 'temporal-polyfill';
import type { Overrides } from '#core/publication/override';
import type { PublicationRecord } from '#core/publication/publication';
import type { Rules } from '#core/rules/rules';
import { wantedAt } from '#core/story/extra-posts';
import type { Story } from '#core/story/story';
import type { StorySeen } from '#core/story/story-seen';
import { endsAt, publishedAt, startsAt } from '#core/story/story-times';
import { atWallClock } from '#core/time/wall-clock';

/** Quiet times move what is due by days, never by this much. */
const MARGIN_MS = 60 * 24 * 3_600_000;

/**
 * Returns whether a story is long over: its last moment lies far before `fromMs`, the earliest time of which anything is still planned or
 * told by a digest, and nothing of it waits. Publications of such a story would all be due before that, and no digest can show its event.
 */
export function longOver(
  fromMs: number,
  rules: Rules,
  overrides: Overrides,
): (story: Story, seen: StorySeen | undefined, its: readonly PublicationRecord[]) => boolean {
  const beforeMs = fromMs - MARGIN_MS;
  // What a person has moved may be due whenever they said.
  const moved = [...overrides].filter(([, { at, due }]) => Math.max(at.epochMilliseconds, due?.epochMilliseconds ?? 0) >= beforeMs);
  return (story, seen, its) =>
    seen !== undefined &&
    lastMs(story, rules) < beforeMs &&
    lastSeenMs(seen) < beforeMs &&
    its.every(({ state }) => state !== 'waiting') &&
    moved.every(([id]) => !id.includes(story.slug));
}

/** Quiet times move what is due by days, never by this much. */
const AHEAD_MS = 14 * 24 * 3_600_000;

/**
 * Returns whether nothing of a story can be due by `until`: it is published after it, its event is further away than any reminder, and
 * nothing of it is recorded. An issue that waits, or that a person has moved, may be due later than `until`.
 */
export function notYet(
  until: Temporal.ZonedDateTime,
  rules: Rules,
  { records, overrides }: { records: Iterable<PublicationRecord>; overrides: Overrides },
): (story: Story, its: readonly PublicationRecord[]) => boolean {
  let byMs = until.epochMilliseconds;
  for (const { state, due } of records) if (state === 'waiting') byMs = Math.max(byMs, due.epochMilliseconds);
  for (const { due } of overrides.values()) byMs = Math.max(byMs, due?.epochMilliseconds ?? 0);
  const moved = [...overrides.keys()];
  return (story, its) =>
    its.length === 0 &&
    (story.extraPosts ?? []).length === 0 &&
    firstMs(story, rules) > byMs + AHEAD_MS &&
    moved.every((id) => !id.includes(story.slug));
}

const firstOfStories = new WeakMap<Story, { rules: Rules; ms: number }>();
const DAY_MS = 24 * 3_600_000;

/** Returns the first moment at which something of the story may be wanted. A reminder in days comes at an hour of its own. */
function firstMs(story: Story, rules: Rules): number {
  const known = firstOfStories.get(story);
  if (known?.rules === rules) return known.ms;
  const published = publishedAt(story, rules.timezone).epochMilliseconds;
  const longest = Math.max(0, ...rules.events.reminders.map(atMostMs));
  const ms = story.kind === 'event' ? Math.min(published, startsAt(story, rules.timezone).epochMilliseconds - longest - DAY_MS) : published;
  firstOfStories.set(story, { rules, ms });
  return ms;
}

function atMostMs({ years, months, weeks, days, hours, minutes }: Temporal.Duration): number {
  return (years * 366 + months * 31 + weeks * 7 + days) * DAY_MS + (hours * 60 + minutes) * 60_000;
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

// What got a page and nothing else because of its time of publication, so that a person can see a date that was mistyped.
import type { Temporal } from 'temporal-polyfill';
import { isBackdated, type PlanInput } from '#core/plan/plan';
import { firstEmailOf } from '#core/publication/first-email';
import { hasBegun, type PublicationId } from '#core/publication/publication';
import { durationText } from '#core/rules/retention';
import type { Rules } from '#core/rules/rules';
import type { Slug, Story } from '#core/story/story';
import type { StorySeen } from '#core/story/story-seen';
import { byTime, isAfter, isBefore } from '#core/time/compare';
import { nhsDate } from '#core/time/nhs-dates';
import { atWallClock } from '#core/time/wall-clock';

/**
 * A backdated story. `seen`: when its present time of publication was first seen. `first`: the email that a person may send all the same;
 * absent when its event has begun.
 */
export type Backdated = { file: string; slug: Slug; seen: Temporal.Instant; sentence: string; first?: PublicationId };

/** What became backdated is named this long. */
const NAMED_FOR = { hours: 14 * 24 };
export const MOST_LINES = 10;

/**
 * Returns the stories that became backdated lately, the newest first; and for as long the number of those that the newsroom found when it
 * opened.
 */
export function backdatedStories({ stories, storiesSeen, rules, records, opened, now }: Omit<PlanInput, 'since' | 'until'>): {
  named: Backdated[];
  found: number;
} {
  const since = now.subtract(NAMED_FOR);
  const late = stories.flatMap((story) => {
    const storySeen = story.archive ? undefined : storiesSeen.get(story.slug);
    if (!storySeen || !isBackdated(story, storySeen, rules)) return [];
    return isBefore(storySeen.publishedSeen, since) ? [] : [{ story, storySeen }];
  });
  const told = new Set(late.length === 0 ? [] : records.filter(hasBegun).flatMap((record) => record.stories));
  const backdated = late.filter(({ story }) => !told.has(story.slug));
  // The tick that opens the newsroom sees the first stories a nanosecond later.
  const isFound = ({ publishedSeen }: StorySeen) => !isAfter(publishedSeen, opened.add({ nanoseconds: 1 }));
  return {
    named: backdated
      .filter(({ storySeen }) => !isFound(storySeen))
      .map(({ story, storySeen }) => {
        const isOver = story.kind === 'event' && !isBefore(now, atWallClock(story.starts, rules.timezone).toInstant());
        return {
          file: story.file,
          slug: story.slug,
          seen: storySeen.publishedSeen,
          sentence: sentenceOf(story, storySeen, rules, isOver),
          ...(isOver ? {} : { first: firstEmailOf(story) }),
        };
      })
      .sort((a, b) => byTime(b.seen, a.seen) || (a.file < b.file ? -1 : 1)),
    found: backdated.filter(({ storySeen }) => isFound(storySeen)).length,
  };
}

/** Returns the sentences on the stories that would be backdated in a newsroom that opens at `from`. */
export function backdatedAt(stories: readonly Story[], rules: Rules, from: Temporal.Instant): string[] {
  return stories
    .filter(({ archive }) => !archive)
    .filter((story) =>
      isBefore(atWallClock(story.published, rules.timezone).add(rules.backdatedAfter), from.toZonedDateTimeISO(rules.timezone)),
    )
    .map(
      (story) => `${says(story)}. That is more than ${durationText(rules.backdatedAfter)} before the rehearsal begins, ${outcome(story)}`,
    );
}

/** Returns the first ten lines, and how many more there are. */
export function shownOf(lines: readonly string[]): string[] {
  const more = lines.length - MOST_LINES;
  return more > 0 ? [...lines.slice(0, MOST_LINES), `And ${more.toLocaleString('en-GB')} more.`] : [...lines];
}

function sentenceOf(story: Story, { firstSeen, publishedSeen }: StorySeen, { timezone, backdatedAfter }: Rules, isOver: boolean): string {
  const seen = nhsDate(publishedSeen.toZonedDateTimeISO(timezone));
  const since = isAfter(publishedSeen, firstSeen)
    ? `Since ${seen} ${says(story)}`
    : `${story.file} was first seen on ${seen} and says that it was published on ${nhsDate(story.published)}`;
  const remedy = isOver
    ? 'Its event has begun, so it cannot be sent any more. If its times are wrong, put them right.'
    : 'If the date is wrong, put it right. If it is right, you can send it all the same from the plan.';
  return `${since}. That is more than ${durationText(backdatedAfter)} earlier, so it has its page and nothing is sent. ${remedy}`;
}

function says({ file, published }: Story): string {
  return `${file} says that it was published on ${nhsDate(published)}`;
}

function outcome({ kind }: Story): string {
  const remedy = kind === 'event' ? ', if the event is still to come' : '';
  return `so it has its page and nothing is sent. If the date is wrong, put it right, and it goes out${remedy}.`;
}

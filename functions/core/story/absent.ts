// Stories whose file is gone or has a problem.
import type { Temporal } from 'temporal-polyfill';
import type { Problem } from '#core/parsing/problem';
import { lastStoryOf } from '#core/story/last-story';
import { fileOf, hasTitleAndTime } from '#core/story/resemblance';
import type { LearningEvent, Slug, Story } from '#core/story/story';
import { lastReadOf, type StorySeen } from '#core/story/story-seen';
import { isAfter } from '#core/time/compare';
import { nhsDateTime } from '#core/time/nhs-dates';
import { atWallClock } from '#core/time/wall-clock';

/** A story that cannot be read now, as it was last read. `reason`: why nothing of it goes out, with the remedy. */
export type Absent = { story: Story; gone: boolean; reason: string };

/** Returns the stories that were seen before and cannot be read now. A story that is there under another record is left out. */
export function absentStories(storiesSeen: ReadonlyMap<Slug, StorySeen>, stories: readonly Story[]): Absent[] {
  const present = new Set(stories.map(({ slug }) => slug));
  const reads = stories.map((story) => lastReadOf(story, storiesSeen.get(story.slug)?.last));
  return [...storiesSeen.values()].flatMap((record): Absent[] => {
    const { last } = record;
    if (present.has(record.slug) || record.copyOf !== undefined || record.maybe !== undefined) return [];
    if (last !== undefined && reads.some((read) => hasTitleAndTime(read, last))) return [];
    const story = lastStoryOf(record);
    return story ? [{ story, gone: record.gone !== undefined, reason: whyAbsent(record) }] : [];
  });
}

function whyAbsent(record: StorySeen): string {
  const file = fileOf(record);
  return record.gone === undefined
    ? `${file} has a problem. Put it right, and this goes out.`
    : `${file} is gone. Put the file back, and this goes out.`;
}

/** Returns the question about each event whose file is gone, that readers have been told of and that is still to come. */
export function goneEventProblems(
  absent: readonly Absent[],
  { told, timezone, now }: { told: ReadonlyMap<Slug, unknown>; timezone: string; now: Temporal.Instant },
): Problem[] {
  return absent.flatMap(({ story, gone }) => {
    if (!gone || story.kind !== 'event' || story.status === 'cancelled' || !told.has(story.slug)) return [];
    if (isAfter(now, atWallClock(story.ends, timezone))) return [];
    return [{ file: story.file, line: 1, sentence: cancelQuestion(story, timezone) }];
  });
}

function cancelQuestion({ title, starts }: LearningEvent, timezone: string): string {
  return `This file is gone, and readers have been told of its event “${title}” on ${nhsDateTime(atWallClock(starts, timezone))}. Is it cancelled? Then put the file back with the line status: cancelled, and they are told. If it is not, put the file back as it was, and what is still to come goes out.`;
}

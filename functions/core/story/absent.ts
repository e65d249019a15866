// Stories whose file is gone, is a draft, or has a problem.
import type { Temporal } from 'temporal-polyfill';
import type { Problem } from '#core/parsing/problem';
import { lastStoryOf } from '#core/story/last-story';
import { fileOf, titleAndTime } from '#core/story/resemblance';
import type { LearningEvent, Slug, Story } from '#core/story/story';
import type { StorySeen } from '#core/story/story-seen';
import { endsAt } from '#core/story/story-times';
import { nhsDateTime } from '#core/time/nhs-dates';
import { atWallClock } from '#core/time/wall-clock';

/** A story that cannot be read now, as it was last read. `reason`: why nothing of it goes out, with the remedy. */
export type Absent = { story: Story; why: 'gone' | 'draft' | 'problem'; reason: string };

/**
 * Returns the stories that were seen before and cannot be read now. A story that is there under another record is left out. `storiesSeen`:
 * as of this reading. `drafts`: the files that say `draft: true`.
 */
export function absentStories(
  storiesSeen: ReadonlyMap<Slug, StorySeen>,
  { stories, drafts }: { stories: readonly Story[]; drafts: readonly string[] },
): Absent[] {
  const present = new Set(stories.map(({ slug }) => slug));
  const reads = new Set(stories.flatMap(({ slug }) => storiesSeen.get(slug)?.last ?? []).map(titleAndTime));
  const isDraft = new Set(drafts);
  const held = new Set([...storiesSeen.values()].filter(({ gone }) => gone === undefined).map(fileOf));
  const whyOf = (record: StorySeen): Absent['why'] => {
    // A file that came back as a draft is the draft of the story that it held last.
    if (isDraft.has(fileOf(record)) && (record.gone === undefined || !held.has(fileOf(record)))) return 'draft';
    return record.gone === undefined ? 'problem' : 'gone';
  };
  return [...storiesSeen.values()].flatMap((record): Absent[] => {
    const { last } = record;
    if (present.has(record.slug) || record.copyOf !== undefined || record.maybe !== undefined) return [];
    if (last !== undefined && reads.has(titleAndTime(last))) return [];
    const story = lastStoryOf(record);
    const why = whyOf(record);
    return story ? [{ story, why, reason: REASONS[why](fileOf(record)) }] : [];
  });
}

const REASONS: Record<Absent['why'], (file: string) => string> = {
  gone: (file) => `${file} is gone. Put the file back, and this goes out.`,
  draft: (file) => `${file} says draft: true. Take the line out, and this goes out.`,
  problem: (file) => `${file} has a problem. Put it right, and this goes out.`,
};

/** Returns the question about each event whose file is gone or a draft, that readers have been told of and that is still to come. */
export function goneEventProblems(
  absent: readonly Absent[],
  { told, timezone, now }: { told: ReadonlyMap<Slug, unknown>; timezone: string; now: Temporal.Instant },
): Problem[] {
  return goneEvents(absent, timezone).flatMap(({ event, why, endsMs }) =>
    now.epochMilliseconds > endsMs || !told.has(event.slug)
      ? []
      : [{ file: event.file, line: 1, sentence: cancelQuestion(event, why, timezone) }],
  );
}

type GoneEvent = { event: LearningEvent; why: 'gone' | 'draft'; endsMs: number };
/** Of lists that nobody changes: after some years they are long, and each tick asks. */
const goneEventsOf = new WeakMap<readonly Absent[], { timezone: string; events: GoneEvent[] }>();

function goneEvents(absent: readonly Absent[], timezone: string): GoneEvent[] {
  const known = goneEventsOf.get(absent);
  if (known?.timezone === timezone) return known.events;
  const events = absent.flatMap(({ story, why }): GoneEvent[] =>
    why === 'problem' || story.kind !== 'event' || story.status === 'cancelled'
      ? []
      : [{ event: story, why, endsMs: endsAt(story, timezone).epochMilliseconds }],
  );
  goneEventsOf.set(absent, { timezone, events });
  return events;
}

function cancelQuestion({ title, starts }: LearningEvent, why: 'gone' | 'draft', timezone: string): string {
  const told = `and readers have been told of its event “${title}” on ${nhsDateTime(atWallClock(starts, timezone))}. Is it cancelled?`;
  if (why === 'draft')
    return `It says draft: true, ${told} Then write status: cancelled and take out the line with draft, and they are told. If it is not, take that line out, and what is still to come goes out.`;
  return `This file is gone, ${told} Then put the file back with the line status: cancelled, and they are told. If it is not, put the file back as it was, and what is still to come goes out.`;
}

// P5, P9 and P10: times of the form that are not what most writers mean.
import { Temporal } from 'temporal-polyfill';
import { plainDateTime } from '#core/draft/date-fields';
import type { Checked, Found, PreflightRule } from '#core/preflight/rule';
import type { LearningEvent } from '#core/story/story';
import { isBankHoliday } from '#core/time/bank-holidays';
import { WEEKDAYS } from '#core/time/day-names';
import { nhsDate, nhsDateTime, nhsTime } from '#core/time/nhs-dates';

export const eventDateRules: readonly PreflightRule[] = [
  {
    id: 'P5',
    level: 'notes',
    why: 'What is published after its event, or after the time that was meant, comes too late to be of use.',
    check: (draft) => [...pastEvent(draft), ...pastPublication(draft), ...afterEvent(draft)],
  },
  {
    id: 'P9',
    level: 'notes',
    why: 'Nobody can be at two events at once, and the newsroom would ask the same readers to both.',
    check: (draft) => sameDay(draft),
  },
  {
    id: 'P10',
    level: 'notes',
    why: 'Most people who work in the week have Saturdays, Sundays and bank holidays off, and a slip in a date often ends there.',
    check: (draft) => daysOff(draft),
  },
];

const isBefore = (a: Temporal.PlainDateTime, b: Temporal.PlainDateTime) => Temporal.PlainDateTime.compare(a, b) < 0;

/** A story that is there already may be corrected long after its event. */
function pastEvent({ kind, starts, ends, now, isNew }: Checked): Found[] {
  if (kind !== 'event' || !starts || !isNew || !isBefore(ends ?? starts, now)) return [];
  return [{ field: 'starts', sentence: `The event is over: it was on ${nhsDate(starts)}. Nobody is told of it any more.` }];
}

function pastPublication({ published, now, isNew, nextMorning, starts }: Checked): Found[] {
  if (!published || !isNew || !isBefore(published, now)) return [];
  const next = plainDateTime(nextMorning);
  const isUseful = next !== undefined && (starts === undefined || isBefore(next, starts));
  return [
    {
      field: 'published',
      sentence: `“Publish on” has passed: ${nhsDateTime(published)}.`,
      ...(isUseful && { mend: { words: `Publish on ${nhsDateTime(next)}`, date: 'published' as const, put: nextMorning } }),
    },
  ];
}

function afterEvent({ kind, published, starts, ends, now, isNew }: Checked): Found[] {
  if (kind !== 'event' || !published || !starts || isBefore(published, starts) || isBefore(ends ?? starts, now)) return [];
  if (!isNew && !isBefore(now, published)) return [];
  return [
    {
      field: 'published',
      sentence: `“Publish on” (${nhsDateTime(published)}) is not before the event begins (${nhsDateTime(starts)}), so nobody would be told in time.`,
    },
  ];
}

/** True for an event that is still to come and goes ahead. */
function isAhead({ kind, starts, ends, now, fields }: Checked): boolean {
  return (
    kind === 'event' &&
    starts !== undefined &&
    !isBefore(ends ?? starts, now) &&
    fields.status !== 'cancelled' &&
    fields.status !== 'postponed'
  );
}

function sameDay(draft: Checked): Found[] {
  const { starts, ends, others } = draft;
  if (!starts || !isAhead(draft)) return [];
  const last = lastDay(starts, ends);
  return others
    .filter((story): story is LearningEvent => story.kind === 'event' && story.status === 'confirmed')
    .filter(
      (event) =>
        Temporal.PlainDate.compare(event.starts.toPlainDate(), last) <= 0 &&
        Temporal.PlainDate.compare(lastDay(event.starts, event.ends), starts.toPlainDate()) >= 0,
    )
    .map((event) => ({
      field: 'starts' as const,
      sentence: `Another event is on the same day: “${event.title}”, ${nhsDate(event.starts)} at ${nhsTime(event.starts)}.`,
    }));
}

function daysOff(draft: Checked): Found[] {
  const { starts, ends } = draft;
  if (!starts || !isAhead(draft)) return [];
  const days = starts.toPlainDate().until(lastDay(starts, ends), { largestUnit: 'day' }).days;
  for (let i = 0; i <= Math.min(days, MOST_DAYS); i += 1) {
    const day = starts.toPlainDate().add({ days: i });
    const what = isBankHoliday(day) ? 'a bank holiday' : day.dayOfWeek > 5 ? `a ${WEEKDAYS[day.dayOfWeek - 1]}` : undefined;
    if (what !== undefined) return [{ field: 'starts', sentence: `The event is on ${what}: ${nhsDate(day)}.` }];
  }
  return [];
}

/** Whoever holds an event over a week knows that it has a weekend. */
const MOST_DAYS = 4;

/** An end at midnight belongs to the evening before. */
function lastDay(starts: Temporal.PlainDateTime, ends: Temporal.PlainDateTime | undefined): Temporal.PlainDate {
  const last = (ends ?? starts).subtract({ minutes: 1 }).toPlainDate();
  return Temporal.PlainDate.compare(last, starts.toPlainDate()) < 0 ? starts.toPlainDate() : last;
}

// Dates and times as the NHS content style guide writes them: `Thursday 26 March 2020`, `9:30am`, `midday`.
import type { Temporal } from 'temporal-polyfill';
import { isAfter } from '#core/time/compare';
import { MONTHS, WEEKDAYS } from '#core/time/day-names';

type DayLike = { dayOfWeek: number; day: number; month: number; year: number };
type TimeLike = { hour: number; minute: number };

/** `Thursday 26 March 2020`. Takes anything with a calendar day: PlainDate, PlainDateTime, ZonedDateTime. */
export function nhsDate(date: DayLike): string {
  return `${WEEKDAYS[date.dayOfWeek - 1]} ${date.day} ${MONTHS[date.month - 1]} ${date.year}`;
}

/** `9am`, `9:30am`, `midday`, `midnight`. Takes anything with a time of day. */
export function nhsTime({ hour, minute }: TimeLike): string {
  if (minute === 0 && hour === 0) return 'midnight';
  if (minute === 0 && hour === 12) return 'midday';
  const minutes = minute === 0 ? '' : `:${String(minute).padStart(2, '0')}`;
  return `${hour % 12 === 0 ? 12 : hour % 12}${minutes}${hour < 12 ? 'am' : 'pm'}`;
}

/** `Thursday 26 March 2020 at 9:30am`. */
export function nhsDateTime(time: DayLike & TimeLike): string {
  return `${nhsDate(time)} at ${nhsTime(time)}`;
}

/** `It is due on Thursday 26 March 2020 at 9:30am.`, afterwards `It was due on …`. It does not say “goes out”: it may wait for a person. */
export function dueSentence(due: Temporal.ZonedDateTime, now: Temporal.Instant): string {
  return `It ${isAfter(due, now) ? 'is' : 'was'} due on ${nhsDateTime(due)}.`;
}

/**
 * `Thursday 26 March 2020, 9:30am to 4:30pm`, or over several days
 * `Wednesday 8 July 2020 at 10am to Thursday 9 July 2020 at 3pm`.
 */
export function nhsRange(starts: Temporal.PlainDateTime, ends: Temporal.PlainDateTime): string {
  // An end at midnight counts as the evening of the day before.
  const lastDay = ends.subtract({ minutes: 1 }).toPlainDate();
  if (starts.toPlainDate().equals(ends) || starts.toPlainDate().equals(lastDay))
    return `${nhsDate(starts)}, ${nhsTime(starts)} to ${nhsTime(ends)}`;
  return `${nhsDateTime(starts)} to ${nhsDateTime(ends)}`;
}

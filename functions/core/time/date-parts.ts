import type { Temporal } from 'temporal-polyfill';
import { nhsDate } from '#core/time/nhs-dates';

export type DayParts = { weekday: string; day: string; month: string; year: string };

/** The words of a day, none of them shortened: a screen reader says "Mar" as a name. */
export function dayParts(date: Temporal.PlainDate | Temporal.PlainDateTime | Temporal.ZonedDateTime): DayParts {
  const [weekday = '', day = '', month = '', year = ''] = nhsDate(date).split(' ');
  return { weekday, day, month, year };
}

/** `12 September`. */
export function dayAndMonth(date: Temporal.PlainDateTime | Temporal.ZonedDateTime): string {
  const { day, month } = dayParts(date);
  return `${day} ${month}`;
}

/** `12 September 2019`. */
export function longDate(date: Temporal.PlainDateTime | Temporal.ZonedDateTime): string {
  const { day, month, year } = dayParts(date);
  return `${day} ${month} ${year}`;
}

/** Calendar days from now to the event, as people count them: tomorrow is 1, however late it is. */
export function daysUntil(now: Temporal.ZonedDateTime, starts: Temporal.PlainDateTime): number {
  return now.toPlainDate().until(starts.toPlainDate(), { largestUnit: 'day' }).days;
}

import type { Temporal } from 'temporal-polyfill';
import { nhsDate } from '#core/time/nhs-dates';

export type DayParts = { weekday: string; day: string; month: string; year: string };

/** Returns the words of a date in full: a screen reader says "Mar" as a name. */
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

/** Returns calendar days from now to the event: tomorrow is 1, even one minute before midnight. */
export function daysUntil(now: Temporal.ZonedDateTime, starts: Temporal.PlainDateTime): number {
  return now.toPlainDate().until(starts.toPlainDate(), { largestUnit: 'day' }).days;
}

// Months and weeks as a calendar shows them: weeks begin on Monday, and are numbered as in ISO 8601.
import { Temporal } from 'temporal-polyfill';

/** Returns the seven days of the week that a day is in, from Monday. */
export function weekOf(day: Temporal.PlainDate): Temporal.PlainDate[] {
  const monday = day.subtract({ days: day.dayOfWeek - 1 });
  return Array.from({ length: 7 }, (_, days) => monday.add({ days }));
}

/** Returns the weeks that a month has days in. The first and the last have days of other months too. */
export function weeksOf(month: Temporal.PlainYearMonth): Temporal.PlainDate[][] {
  const last = month.toPlainDate({ day: month.daysInMonth });
  const weeks: Temporal.PlainDate[][] = [];
  for (let day = month.toPlainDate({ day: 1 }); Temporal.PlainDate.compare(weekOf(day)[0] ?? day, last) <= 0; day = day.add({ weeks: 1 }))
    weeks.push(weekOf(day));
  return weeks;
}

/** Returns the name of a day's week: `2026-W49`. In the first days of January it may be one of the year before. */
export function weekName(day: Temporal.PlainDate): string {
  return `${day.yearOfWeek}-W${String(day.weekOfYear).padStart(2, '0')}`;
}

/** Reads `2026-12`; undefined when that is no month. */
export function readMonth(text: string): Temporal.PlainYearMonth | undefined {
  const [, year, month] = /^(\d{4})-(\d{2})$/.exec(text) ?? [];
  const named = Number(month);
  return named >= 1 && named <= 12 ? new Temporal.PlainYearMonth(Number(year), named) : undefined;
}

/** Reads `2026-W49` as its Monday; undefined when there is no such week. */
export function readWeek(text: string): Temporal.PlainDate | undefined {
  const [, year, week] = /^(\d{4})-W(\d{2})$/.exec(text) ?? [];
  if (year === undefined) return undefined;
  // The 4th of January is always in the first week.
  const [monday] = weekOf(new Temporal.PlainDate(Number(year), 1, 4).add({ weeks: Number(week) - 1 }));
  return monday && weekName(monday) === text ? monday : undefined;
}

/** Says that the clocks change on a day, which then has 23 or 25 hours; undefined on every other day. */
export function clocksChange(day: Temporal.PlainDate, zone: string): string | undefined {
  const hours = day.toZonedDateTime(zone).hoursInDay;
  if (hours === 24) return undefined;
  return hours < 24 ? 'The clocks go forward' : 'The clocks go back';
}

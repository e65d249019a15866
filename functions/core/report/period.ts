// The days that a report is about.
import { Temporal } from 'temporal-polyfill';
import { MONTHS } from '#core/time/day-names';

/** Whole days in the zone of the rules, the first and the last included. */
export type Period = { from: Temporal.PlainDate; to: Temporal.PlainDate };

/** A month or a year of a period, as far as it lies in the period. */
export type Step = Period & { label: string };

/** The periods that have a name: `month` is the present one. */
export const NAMED_PERIODS = ['month', 'last-month', 'quarter', 'year', 'last-year'] as const;
export type NamedPeriod = (typeof NAMED_PERIODS)[number];

/** Returns the whole of a named period, also the days that are still to come. */
export function namedPeriod(name: NamedPeriod, today: Temporal.PlainDate): Period {
  const month = today.with({ day: 1 });
  switch (name) {
    case 'month':
      return months(month, 1);
    case 'last-month':
      return months(month.subtract({ months: 1 }), 1);
    case 'quarter':
      return months(month.subtract({ months: (today.month - 1) % 3 }), 3);
    case 'year':
      return yearOf(today.year);
    case 'last-year':
      return yearOf(today.year - 1);
    default:
      return name satisfies never;
  }
}

/** Returns the calendar year. */
export function yearOf(year: number): Period {
  return months(new Temporal.PlainDate(year, 1, 1), 12);
}

function months(from: Temporal.PlainDate, count: number): Period {
  return { from, to: from.add({ months: count }).subtract({ days: 1 }) };
}

/** A chart and a table have at most so many months; a longer period is cut into years. */
const MOST_MONTHS = 24;

/** True for a period that is cut into years. */
export function isLong({ from, to }: Period): boolean {
  return from.with({ day: 1 }).until(to, { largestUnit: 'months' }).months >= MOST_MONTHS;
}

/** Cuts a period into calendar months, or into calendar years when it is long. The first and the last step may be part of one. */
export function stepsOf(period: Period): Step[] {
  const byYear = isLong(period);
  return cut(period, (start) => (byYear ? new Temporal.PlainDate(start.year + 1, 1, 1) : nextMonth(start))).map((step) => ({
    ...step,
    label: byYear ? String(step.from.year) : `${MONTHS[step.from.month - 1]} ${step.from.year}`,
  }));
}

/** Cuts a period into calendar months, however long it is. */
export function monthsOf(period: Period): Period[] {
  return cut(period, nextMonth);
}

function nextMonth(day: Temporal.PlainDate): Temporal.PlainDate {
  return day.with({ day: 1 }).add({ months: 1 });
}

function cut({ from, to }: Period, next: (start: Temporal.PlainDate) => Temporal.PlainDate): Period[] {
  const parts: Period[] = [];
  for (let start = from; Temporal.PlainDate.compare(start, to) <= 0; start = next(start)) {
    const last = next(start).subtract({ days: 1 });
    parts.push({ from: start, to: Temporal.PlainDate.compare(last, to) < 0 ? last : to });
  }
  return parts;
}

/** The moments of a period: from `since` on, and before `until`. */
export type Span = { since: Temporal.Instant; until: Temporal.Instant };

export function spanOf({ from, to }: Period, zone: string): Span {
  return { since: from.toZonedDateTime(zone).toInstant(), until: to.add({ days: 1 }).toZonedDateTime(zone).toInstant() };
}

export function isIn({ since, until }: Span, at: { readonly epochNanoseconds: bigint }): boolean {
  return at.epochNanoseconds >= since.epochNanoseconds && at.epochNanoseconds < until.epochNanoseconds;
}

/** Returns `March 2026`, `2026`, `October to December 2026`, or `3 March 2026 to 9 April 2026`. */
export function periodName({ from, to }: Period): string {
  const day = (date: Temporal.PlainDate) => `${date.day} ${MONTHS[date.month - 1]} ${date.year}`;
  if (from.day === 1 && to.equals(months(from, 1).to)) return `${MONTHS[from.month - 1]} ${from.year}`;
  if (from.dayOfYear === 1 && to.equals(months(from, 12).to)) return String(from.year);
  const isMonths = from.day === 1 && to.day === to.daysInMonth && from.year === to.year;
  if (isMonths) return `${MONTHS[from.month - 1]} to ${MONTHS[to.month - 1]} ${to.year}`;
  return from.equals(to) ? day(from) : `${day(from)} to ${day(to)}`;
}

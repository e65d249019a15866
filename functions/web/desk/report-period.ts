// Which days a report is about, as its address says.
import { Temporal } from 'temporal-polyfill';
import { type DateTimeFields, dateFields, NO_DATE, plainDateTime } from '#core/draft/date-fields';
import { NAMED_PERIODS, type NamedPeriod, namedPeriod, type Period, yearOf } from '#core/report/period';

/** The periods that the page leads to. */
export const PERIOD_WORDS: Record<NamedPeriod, string> = {
  month: 'This month',
  'last-month': 'Last month',
  quarter: 'This quarter',
  year: 'This year',
  'last-year': 'Last year',
};

const USUAL: NamedPeriod = 'quarter';

/** `wrong`: why these are no days, with the field that it is about; the period is then the usual one. */
export type AskedPeriod = {
  period: Period;
  named?: NamedPeriod;
  from: DateTimeFields;
  to: DateTimeFields;
  wrong?: { field: 'from' | 'to'; words: string };
};

const FIRST_YEAR = 2000;
const LAST_YEAR = 2100;

/** Reads `period=quarter`, `from=2026-01-01&to=2026-03-31`, or the fields of the form: `from-day`, `from-month` and so on. */
export function readAskedPeriod(query: Readonly<Record<string, string>>, today: Temporal.PlainDate): AskedPeriod {
  const [from, to] = [fieldsIn(query, 'from'), fieldsIn(query, 'to')];
  if (isEmpty(from) && isEmpty(to)) {
    const named = NAMED_PERIODS.find((one) => one === query.period) ?? USUAL;
    return { period: namedPeriod(named, today), named, from, to };
  }
  const [first, last] = [dayOf(from), dayOf(to)];
  const usual = { period: namedPeriod(USUAL, today), from, to };
  if (!first) return { ...usual, wrong: { field: 'from', words: `The first day is not a date. ${EXAMPLE}` } };
  if (!last) return { ...usual, wrong: { field: 'to', words: `The last day is not a date. ${EXAMPLE}` } };
  if (Temporal.PlainDate.compare(last, first) < 0)
    return { ...usual, wrong: { field: 'to', words: 'The last day is before the first day. Write a later one.' } };
  return { period: { from: first, to: last }, from, to };
}

const EXAMPLE = `Write day, month and year, for example 1 4 2026. The year is one from ${FIRST_YEAR} to ${LAST_YEAR}.`;

/** Reads the year of a yearly report: the present one if none is named, undefined when it is none. */
export function readYear(text: string | undefined, today: Temporal.PlainDate): Period | undefined {
  const year = text === undefined ? today.year : /^\d{4}$/.test(text) ? Number(text) : 0;
  return year >= FIRST_YEAR && year <= LAST_YEAR ? yearOf(year) : undefined;
}

/** The address of a page or a file about a period. */
export function periodQuery({ from, to }: Period): string {
  return `?from=${from}&to=${to}`;
}

function fieldsIn(query: Readonly<Record<string, string>>, name: 'from' | 'to'): DateTimeFields {
  const written = query[name];
  if (written !== undefined) return dateFields(written);
  const part = (of: string) => (query[`${name}-${of}`] ?? '').slice(0, 40);
  return { ...NO_DATE, day: part('day'), month: part('month'), year: part('year') };
}

function isEmpty({ day, month, year }: DateTimeFields): boolean {
  return `${day}${month}${year}`.trim() === '';
}

function dayOf(fields: DateTimeFields): Temporal.PlainDate | undefined {
  const day = plainDateTime({ ...fields, time: '00:00' })?.toPlainDate();
  return day && day.year >= FIRST_YEAR && day.year <= LAST_YEAR ? day : undefined;
}

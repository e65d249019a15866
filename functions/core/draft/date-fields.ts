// A date and time as four fields of a form. What cannot be understood stays as it was typed.
import { Temporal } from 'temporal-polyfill';
import { guessedTime, guessedTimeOfDay } from '#core/parsing/guessed-time';
import { MONTHS } from '#core/time/day-names';

/** As typed, never validated away. */
export type DateTimeFields = { day: string; month: string; year: string; time: string };

export const NO_DATE: DateTimeFields = { day: '', month: '', year: '', time: '' };

/** A whole time of day, with nothing around it. "Midnight" is missing: it may be that of either side of the day. */
const TIME =
  /^(?:12 ?noon|noon|midday|\d{1,2}(?:\s*[:.]\s*\d{2})?\s*[ap]\.?\s?m\.?|\d{1,2}\s*[:.h]\s*\d{2}(?::00)?|\d{3,4}|\d{1,2}(?:\s*o['’]?clock)?)$/iu;

/** Returns the fields with what is understood in one form: 26, 11, 2026, 09:00. */
export function plainDate({ day, month, year, time }: DateTimeFields): DateTimeFields {
  return { day: plainDay(day.trim()), month: plainMonth(month.trim()), year: plainYear(year.trim()), time: plainTime(time.trim()) };
}

function plainDay(day: string): string {
  return day.replace(/^0?(\d{1,2})(?:st|nd|rd|th)?$/iu, '$1');
}

function plainMonth(month: string): string {
  const name = month.toLowerCase().replace(/\.$/u, '');
  const index = name.length < 3 ? -1 : MONTHS.findIndex((whole) => whole.toLowerCase().startsWith(name === 'sept' ? 'sep' : name));
  return index === -1 ? month.replace(/^0(\d)$/u, '$1') : String(index + 1);
}

function plainYear(year: string): string {
  return /^\d{2}$/u.test(year) ? `20${year}` : year;
}

function plainTime(time: string): string {
  if (!TIME.test(time)) return time;
  const understood = guessedTimeOfDay(/^\d{3}$/u.test(time) ? `0${time}` : time);
  return understood?.toString({ smallestUnit: 'minute' }) ?? time;
}

/** Returns the time that four fields of a form mean; undefined when they mean none. */
export function plainDateTime(fields: DateTimeFields): Temporal.PlainDateTime | undefined {
  const { day, month, year, time } = plainDate(fields);
  if (![day, month, year].every((part) => /^\d+$/u.test(part)) || !/^\d{2}:\d{2}$/u.test(time)) return undefined;
  try {
    const [hour, minute] = time.split(':').map(Number);
    return Temporal.PlainDateTime.from(
      { year: Number(year), month: Number(month), day: Number(day), hour, minute },
      { overflow: 'reject' },
    );
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Returns a date and time as a file has it: `2026-11-26T09:00`, or what was typed, in a way that can be read back. */
export function writtenDate(fields: DateTimeFields): string {
  const { day, month, year, time } = fields;
  const two = (part: string) => part.replace(/^(\d)$/u, '0$1');
  const usual = `${year}-${two(month)}-${two(day)}${time === '' ? '' : `T${time}`}`;
  const parts = [day, month, year, time];
  const ways = [usual, ...SIGNS.map((sign) => parts.join(sign))];
  return ways.find((way) => sameDate(dateFields(way), plainDate(fields))) ?? JSON.stringify(parts);
}

/** What stands between day, month, year and time where the usual form would not tell them apart. */
const SIGNS = ['/', '|', ';'];

/** Returns the fields of a date and time as a file has it. What is no date stands in the first field. */
export function dateFields(written: string): DateTimeFields {
  const value = written.trim();
  if (value === '') return NO_DATE;
  const list = listed(value);
  const usual = list ? undefined : /^(?<year>[^-]*)-(?<month>[^-]*)-(?<day>[^T ]*)(?:[T ](?<time>.*))?$/su.exec(value)?.groups;
  if (usual) {
    const { day = '', month = '', year = '', time = '' } = usual;
    return plainDate({ day, month, year, time: time.replace(/^(\d{2}:\d{2}):00$/u, '$1') });
  }
  const parts = list ?? SIGNS.map((sign) => value.split(sign)).find(({ length }) => length === 4);
  if (parts === undefined) return guessed(value) ?? { ...NO_DATE, day: value };
  const [day = '', month = '', year = '', time = ''] = parts;
  return plainDate({ day, month, year, time });
}

/** Returns a whole date and time in another form, such as `26/11/2026 9am`. One that names a zone may mean another time here. */
function guessed(value: string): DateTimeFields | undefined {
  const { date, time } = guessedTime(value);
  if (!date || !time || /(?:\d\s*Z|[+-]\d\d:?\d\d|\b[A-Z]{3,4})$/u.test(value)) return undefined;
  return { day: String(date.day), month: String(date.month), year: String(date.year), time: time.toString({ smallestUnit: 'minute' }) };
}

/** True for a date and time in the form that files have: `2026-11-26T09:00`. */
export function isUsualDate(written: string): boolean {
  return /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::00)?$/u.test(written);
}

function listed(value: string): string[] | undefined {
  if (!/^\["/u.test(value)) return undefined;
  try {
    const parts: unknown = JSON.parse(value);
    return Array.isArray(parts) && parts.length === 4 ? parts.map(String) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

export function sameDate(a: DateTimeFields, b: DateTimeFields): boolean {
  return a.day === b.day && a.month === b.month && a.year === b.year && a.time === b.time;
}

// Dates, times and durations as people write them. Times are wall-clock times in the rules' zone.
import { Temporal } from 'temporal-polyfill';
import { parsed } from '#core/parsing/field-kinds';
import { guessedTime, guessedTimeOfDay } from '#core/parsing/guessed-time';
import type { Kind } from '#core/parsing/yaml-form';
import { WEEKDAYS } from '#core/time/day-names';
import { nhsDate, nhsTime } from '#core/time/nhs-dates';

/** `2026-09-10T09:00`. */
export const dateAndTime: Kind<Temporal.PlainDateTime> = parsed(
  Temporal.PlainDateTime.from('2000-01-01T00:00'),
  (value) => {
    const parts = WHOLE.exec(value)?.groups;
    const date = dateOf(parts?.date ?? '');
    const time = timeOf(parts?.time ?? '');
    return date && time ? date.toPlainDateTime(time) : undefined;
  },
  dateSentence,
);

/** `2026-12-03`. */
export const calendarDay: Kind<Temporal.PlainDate> = parsed(
  Temporal.PlainDate.from('2000-01-01'),
  dateOf,
  (value) => `"${value}" is not a date. Write it as year-month-day, for example ${(guessedTime(value).date ?? '2026-02-28').toString()}.`,
);

/** `08:30`. */
export const timeOfDay: Kind<Temporal.PlainTime> = parsed(
  Temporal.PlainTime.from('00:00'),
  timeOf,
  (value) =>
    `"${value}" is not a time of day. Write hours and minutes with two digits each, in quotes, for example "${minutes(guessedTimeOfDay(value)) ?? '08:30'}".`,
);

/** `28 days`, `12 hours`. Zero is accepted only with `nothing`. Weeks become days. */
export function duration({ nothing = false } = {}): Kind<Temporal.Duration> {
  return parsed(
    new Temporal.Duration(),
    (value) => {
      const parts = /^(?<count>\d{1,4}) (?<unit>minute|hour|day|week)s?$/u.exec(value)?.groups;
      const count = Number(parts?.count);
      if (parts === undefined || (count === 0 && !nothing)) return undefined;
      return parts.unit === 'week' ? Temporal.Duration.from({ days: 7 * count }) : Temporal.Duration.from({ [`${parts.unit}s`]: count });
    },
    (value) => `"${value}" is not a length of time. Write a number and minutes, hours, days or weeks, for example 7 days.`,
  );
}

const PLACES = new Map<string, 1 | 2 | 3 | 4 | -1>([
  ['first', 1],
  ['second', 2],
  ['third', 3],
  ['fourth', 4],
  ['last', -1],
]);

/** `Thursday`: an ISO weekday, Monday 1 to Sunday 7. */
export const weekday: Kind<number> = parsed(
  1,
  weekdayOf,
  (value) => `"${value}" is not a day of the week. Write its English name, for example Thursday.`,
);

/** `first Tuesday`, `last Friday`. */
export const weekdayOfMonth: Kind<{ weekday: number; nth: 1 | 2 | 3 | 4 | -1 }> = parsed(
  { weekday: 1, nth: 1 },
  (value) => {
    const [place = '', day = '', ...rest] = value.split(/ +/u);
    const nth = PLACES.get(place.toLowerCase());
    const found = weekdayOf(day);
    return nth === undefined || found === undefined || rest.length > 0 ? undefined : { weekday: found, nth };
  },
  (value) => `"${value}" is not a day of a month. Write first, second, third, fourth or last and a weekday, for example first Tuesday.`,
);

const WHOLE = /^(?<date>\d{4}-\d{2}-\d{2})[T ](?<time>\d{2}:\d{2})(?::00)?$/u;

function dateOf(value: string): Temporal.PlainDate | undefined {
  const parts = /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})$/u.exec(value)?.groups;
  if (parts === undefined) return undefined;
  const [year, month, day] = [Number(parts.year), Number(parts.month), Number(parts.day)];
  if (month < 1 || month > 12 || day < 1) return undefined;
  const date = Temporal.PlainDate.from({ year, month, day });
  return date.day === day ? date : undefined;
}

/** Says what is wrong with a date and time. The example keeps what the editor wrote, as far as it can be understood. */
function dateSentence(value: string): string {
  const { date, time } = guessedTime(value);
  const iso = /^\d{4}-\d{2}-\d{2}(?=$|[T ])/u.exec(value)?.[0];
  const example = (day: Temporal.PlainDate | string) => `${day.toString()}T${minutes(time) ?? '09:00'}`;
  if (iso !== undefined && dateOf(iso) === undefined)
    return `"${iso}" is not a date. Write it as year-month-day, for example ${(date ?? '2026-02-28').toString()}.`;
  if (iso !== undefined && iso === value) return `"${value}" has no time of day. Add it after a T, for example ${example(iso)}.`;
  if (iso !== undefined && date && /[T ]24:00(?::00)?$/u.test(value))
    return `"${value}" has no time of day that we understand. Midnight at the end of a day is 00:00 of the next day: ${date.add({ days: 1 }).toString()}T00:00.`;
  if (iso !== undefined && time && ZONE.test(value))
    return `"${value}" names a time zone, and times are always local. Write the time that clocks here show, without a zone: ${example(iso)}, if it is ${minutes(time)} here.`;
  if (iso !== undefined)
    return `"${value}" has no time of day that we understand. Write hours and minutes after a T, for example ${example(iso)}.`;
  if (date === undefined)
    return `"${value}" is not a date and time. Write it as year-month-day, T and the time, for example ${example('2026-09-10')}.`;
  const wrong = time ? 'is not how a date and time are written here' : 'is not how a date is written here, and has no time of day';
  return `"${value}" ${wrong}. For ${nhsTime(time ?? NINE)} on ${nhsDate(date)}, write ${example(date)}.`;
}

const NINE = new Temporal.PlainTime(9);
const ZONE = /(?:Z|[+-]\d\d(?::?\d\d)?|\b[A-Z]{3,4}|\b[A-Z][a-z]+\/[A-Z]\w+)(?:\s*[([].*[)\]])?$/u;

function minutes(time: Temporal.PlainTime | undefined): string | undefined {
  return time?.toString({ smallestUnit: 'minute' });
}

function timeOf(value: string): Temporal.PlainTime | undefined {
  return /^(?:[01]\d|2[0-3]):[0-5]\d$/u.test(value) ? Temporal.PlainTime.from(value) : undefined;
}

function weekdayOf(value: string): number | undefined {
  const index = WEEKDAYS.findIndex((day) => day.toLowerCase() === value.toLowerCase());
  return index === -1 ? undefined : index + 1;
}

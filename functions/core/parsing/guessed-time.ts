// What an editor probably meant by a date or a time that is not written as the files want it. Only examples in messages use it.
import { Temporal } from 'temporal-polyfill';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const NAME = '(?<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*';
const SIGN = String.raw`\s*[-/.\u2010-\u2015]\s*`;

const DATES = [
  new RegExp(String.raw`(?<!\d)(?<year>\d{4})${SIGN}(?<month>\d{1,2})${SIGN}(?<day>\d{1,2})(?!\d)`, 'u'),
  /(?<!\d)(?<year>20\d{2})(?<month>\d{2})(?<day>\d{2})(?!\d)/u,
  // Day first, as people write it in Britain.
  new RegExp(String.raw`(?<!\d)(?<day>\d{1,2})${SIGN}(?<month>\d{1,2})${SIGN}(?<year>\d{4}|\d{2})(?![\d:])`, 'u'),
  new RegExp(String.raw`(?<!\d)(?<day>\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+${NAME}[.,]?[\s-]+(?<year>\d{4})(?!\d)`, 'iu'),
  new RegExp(String.raw`${NAME}\.?\s+(?<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?<year>\d{4})(?!\d)`, 'iu'),
];
const ZONE = /(?<=\d)\s*(?:Z|[+-]\d\d(?::?\d\d)?|[A-Z]{3,4}|[A-Z][a-z]+\/[A-Z]\w+)?(?:\s*[([].*[)\]])?$/u;

/** Returns the date and the time of day that a text names: `26/11/2026 9am` gives 2026-11-26 and 09:00. */
export function guessedTime(written: string): { date?: Temporal.PlainDate; time?: Temporal.PlainTime } {
  for (const form of DATES) {
    const found = form.exec(written);
    const date = found?.groups && dateFrom(found.groups);
    if (!found || !date) continue;
    const time = guessedTimeOfDay(`${written.slice(0, found.index)} ${written.slice(found.index + found[0].length).replace(/^T/iu, '')}`);
    return { date, ...(time && { time }) };
  }
  const time = guessedTimeOfDay(written);
  return time ? { time } : {};
}

/** `9am`, `9.30 pm`, `noon`, `16:30:00Z`, `0930`. */
export function guessedTimeOfDay(written: string): Temporal.PlainTime | undefined {
  const words = written.replace(ZONE, '').trim();
  if (/\b(?:noon|midday)\b/iu.test(words)) return new Temporal.PlainTime(12);
  if (/\bmidnight\b/iu.test(words)) return new Temporal.PlainTime();
  const half = /(?<!\d)(?<hour>\d{1,2})(?:\s*[:.]\s*(?<minute>\d{2}))?(?::\d{2})?\s*(?<half>[ap])\.?\s?m\b/iu.exec(words)?.groups;
  if (half) {
    const hour = Number(half.hour);
    return hour < 1 || hour > 12 ? undefined : timeFrom((hour % 12) + (half.half?.toLowerCase() === 'p' ? 12 : 0), half.minute);
  }
  const clock = /(?<!\d)(?<hour>\d{1,2})\s*[:.h]\s*(?<minute>\d{2})(?!\d)/iu.exec(words)?.groups;
  if (clock) return timeFrom(Number(clock.hour), clock.minute);
  const plain = /(?<!\d)(?<hour>[01]\d|2[0-3])(?<minute>[0-5]\d)(?!\d)/u.exec(words)?.groups;
  if (plain) return timeFrom(Number(plain.hour), plain.minute);
  const hour = /^\D*(?<hour>\d{1,2})\s*(?:o['’]?clock)?$/iu.exec(words)?.groups?.hour;
  return hour === undefined ? undefined : timeFrom(Number(hour), '00');
}

function timeFrom(hour: number, minute = '00'): Temporal.PlainTime | undefined {
  return hour < 24 && Number(minute) < 60 ? new Temporal.PlainTime(hour, Number(minute)) : undefined;
}

function dateFrom({ day, month, year, name }: Record<string, string | undefined>): Temporal.PlainDate | undefined {
  const parts = [Number(day), name === undefined ? Number(month) : MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1] as const;
  // A month above 12 is the day: 11/26/2026, 2026-26-11.
  const [dayNumber, monthNumber] = name === undefined && parts[1] > 12 ? [parts[1], parts[0]] : parts;
  if (dayNumber < 1 || monthNumber < 1 || dayNumber > 31 || monthNumber > 12) return undefined;
  return Temporal.PlainDate.from({ year: Number(year) + (year?.length === 2 ? 2000 : 0), month: monthNumber, day: dayNumber });
}

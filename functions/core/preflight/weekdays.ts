// P3 and P4: dates in words that cannot be: a weekday that is not that date, or a day that its month does not have.
import { Temporal } from 'temporal-polyfill';
import type { Passage } from '#core/preflight/passage';
import type { Checked, Found, PreflightRule } from '#core/preflight/rule';
import { oneLine } from '#core/text/lines';
import { MONTHS, SHORT_MONTHS, SHORT_WEEKDAYS, WEEKDAYS } from '#core/time/day-names';

const anyCase = (name: string) => `[${name[0]}${name[0]?.toLowerCase()}]${name.slice(1)}|${name.toUpperCase()}`;
/** "may" and "march" are words too, and so are "sat" and "sun": these need a capital. */
const cased = (name: string) => (['May', 'March'].includes(name) ? `${name}|${name.toUpperCase()}` : anyCase(name));
const END = String.raw`(?![\p{L}\p{N}'’])`;
const SHORT = `(?:Tues|Weds|Thurs?|(?<!The )(?:${SHORT_WEEKDAYS.join('|')}))`;
const WEEKDAY_NAME = `(?:(?:${WEEKDAYS.map(anyCase).join('|')})${END}|${SHORT}${END}\\.?)`;
const WEEKDAY = `(?<weekday>${WEEKDAY_NAME})`;
const MONTH = String.raw`(?<month>${MONTHS.map(cased).join('|')}|${SHORT_MONTHS.join('|')}|Sept)(?![\p{L}\p{N}])\.?`;
const DAY = String.raw`(?<day>\d{1,2})(?:st|nd|rd|th)?(?![\p{L}\p{N}]|[:.]\d)`;
/** Between words: spaces, one line end, and the signs of bold and italic. */
const GAP = String.raw`(?:[ \t\u00a0*_]{1,8}(?:\n[ \t\u00a0*_]{0,8})?|\n[ \t\u00a0*_]{0,8})`;
const OF = `${GAP}(?:of${GAP})?`;
const YEAR = String.raw`(?:,?${GAP}(?<year>(?:19|20)\d{2})(?!\d))?`;
const FROM = String.raw`(?<![\p{L}\p{N}]|\d[.,:/])`;

/** Between a weekday and its date: "Thursday, 14", "Thursday – 14", "Thursday (14". */
const TO = `(?:,?${GAP}(?:the${GAP})?|${GAP}[-–—]${GAP}|${GAP}\\()`;

const WEEKDAY_FIRST = [
  // Thursday 14 December 2026; Thu 14th of Dec; Thursday, the 14th December; Thursday (14 December).
  `${FROM}${WEEKDAY}${TO}${DAY}${OF}${MONTH}${YEAR}`,
  // Thursday, December 14, 2026.
  `${FROM}${WEEKDAY},?${GAP}${MONTH}${GAP}${DAY}${YEAR}`,
  // Thursday 14/12/2026, the day before the month; Thursday 2026-12-14.
  String.raw`${FROM}${WEEKDAY}${TO}(?<day>\d{1,2})[/.](?<month>\d{1,2})[/.](?<year>(?:20)?\d{2})(?!\d)`,
  String.raw`${FROM}${WEEKDAY}${TO}(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})(?!\d)`,
  // Thursday 14 and Friday 15 December 2026: the month of the last day is that of all.
  String.raw`${FROM}${WEEKDAY}${GAP}${DAY}(?=${GAP}?(?:(?:,|and|to|or|until|&|-|–)${GAP}?${WEEKDAY_NAME}${GAP}\d{1,2}(?:st|nd|rd|th)?)+${OF}${MONTH}${YEAR})`,
].map((pattern) => new RegExp(pattern, 'gu'));
const DATE_FIRST = [
  // 14 December 2026, a Thursday. "On 14 December, a Thursday clinic opened" says nothing of that day.
  String.raw`${FROM}${DAY}${OF}${MONTH}${YEAR},${GAP}(?:which${GAP}(?:is|was)${GAP})?(?:an?${GAP})?${WEEKDAY}(?=[ \t]*(?:[.,;:!?)]|$|,?${GAP}(?:at|from)${GAP}\d))`,
  // 14 December 2026 – Thursday.
  String.raw`${FROM}${DAY}${OF}${MONTH}${YEAR}${GAP}[-–—]${GAP}${WEEKDAY}(?=[ \t]*(?:[.,;:!?)]|$))`,
  // 14 December is a Thursday.
  String.raw`${FROM}${DAY}${OF}${MONTH}${YEAR}${GAP}(?:is|was|falls${GAP}on|fell${GAP}on)${GAP}an?${GAP}${WEEKDAY}(?=[ \t]*(?:[.,;:!?)]|$|and\b|so\b))`,
  // 14 December (Thursday).
  String.raw`${FROM}${DAY}${OF}${MONTH}${YEAR}${GAP}\((?:an?${GAP})?${WEEKDAY}(?=\)|[,;])`,
].map((pattern) => new RegExp(pattern, 'gmu'));
const ANY_DATE = new RegExp(`${FROM}${DAY}${OF}${MONTH}${YEAR}`, 'gu');
/** "Monday to Friday, 14 December to 18 December": the second weekday belongs to the second date. */
const RANGE_BEFORE = new RegExp(`${WEEKDAY_NAME}${GAP}?(?:to|and|until|-|–|&)${GAP}?$`, 'u');
const RANGE_BEHIND = new RegExp(`^${GAP}?(?:to|and|until|-|–|&)${GAP}?\\d`, 'u');
const BEHIND_WEEKDAY = new RegExp(`${WEEKDAY_NAME},?${GAP}(?:the${GAP})?$`, 'u');

export const weekdayRules: readonly PreflightRule[] = [
  {
    id: 'P3',
    level: 'notes',
    why: 'A reader who finds the wrong weekday comes on the wrong day, or asks.',
    check: (draft) => draft.passages.flatMap((passage) => wrongWeekdays(passage, draft)),
  },
  {
    id: 'P4',
    level: 'notes',
    why: 'Nobody can come on 31 November.',
    check: ({ passages }) => passages.flatMap(impossibleDays),
  },
];

/** A weekday and its date, as found. `start` and `end`: of the weekday. */
type Dated = { phrase: string; weekday: string; start: number; day: number; month: number; year?: number };

function wrongWeekdays(passage: Passage, draft: Checked): Found[] {
  const matches = (patterns: readonly RegExp[]) => patterns.flatMap((pattern) => [...passage.words.matchAll(pattern)]);
  const before = ({ index }: RegExpExecArray) => passage.words.slice(Math.max(0, index - MOST_BEFORE), index);
  const behind = ({ 0: phrase, index }: RegExpExecArray) => passage.words.slice(index + phrase.length, index + phrase.length + MOST_BEFORE);
  const found = [
    ...matches(WEEKDAY_FIRST).filter((match) => !(RANGE_BEFORE.test(before(match)) && RANGE_BEHIND.test(behind(match)))),
    // A date behind a weekday has that one.
    ...matches(DATE_FIRST).filter((match) => !BEHIND_WEEKDAY.test(before(match))),
  ].map(datedOf);
  const once = new Map(found.map((one) => [one.start, one]));
  return [...once.values()].toSorted((a, b) => a.start - b.start).flatMap((dated) => wrongWeekday(dated, passage, draft));
}

/** Characters: a weekday and what joins it to the next. */
const MOST_BEFORE = 40;

function datedOf({ 0: phrase, index, groups }: RegExpExecArray): Dated {
  const { weekday = '', day, month = '', year } = groups ?? {};
  const number = /^\d/u.test(month) ? Number(month) : monthOf(month);
  const name = weekday.replace(/\.$/u, '');
  const start = index + phrase.lastIndexOf(weekday);
  return { phrase, weekday: name, start, day: Number(day), month: number, ...(year && { year: Number(year.padStart(4, '20')) }) };
}

function wrongWeekday({ phrase, weekday, start, ...date }: Dated, { field, post }: Passage, draft: Checked): Found[] {
  const wanted = WEEKDAYS.findIndex((name) => name.slice(0, 3).toLowerCase() === weekday.slice(0, 3).toLowerCase()) + 1;
  const days = possibleDays(date, draft);
  const [first] = days;
  if (!first || days.some(({ dayOfWeek }) => dayOfWeek === wanted)) return [];
  const right = WEEKDAYS[first.dayOfWeek - 1] ?? '';
  const put = asWritten(right, weekday);
  const shown = oneLine(phrase.replaceAll(/[*_]/gu, ' ')).replace(/\.$/u, '');
  const month = MONTHS[first.month - 1];
  const mend = { words: `Write “${put}”`, field, ...(post !== undefined && { post }), start, end: start + weekday.length, put };
  return [
    {
      field,
      at: start,
      sentence: `“${shown}”: ${first.day} ${month} ${first.year} is a ${right}. Correct the weekday or the date.`,
      mend,
    },
  ];
}

/**
 * Returns the days that a date may mean, the likeliest first. Without a year, in an event it is the one nearest to the event; in a post,
 * whose writer may tell of the past or of what comes, any within a year of its publication.
 */
function possibleDays({ day, month, year }: Pick<Dated, 'day' | 'month' | 'year'>, draft: Checked): Temporal.PlainDate[] {
  const inYear = (one: number) => dayOf({ day, month, year: one });
  if (year !== undefined) return inYear(year);
  const { starts, published, now } = draft;
  const from = (starts ?? published ?? now).toPlainDate();
  const distance = (one: Temporal.PlainDate) => Math.abs(from.until(one, { largestUnit: 'day' }).days);
  const near = [from.year - 1, from.year, from.year + 1].flatMap(inYear).toSorted((a, b) => distance(a) - distance(b));
  return starts ? near.slice(0, 1) : near.filter((one) => distance(one) <= NEAR_DAYS);
}

const NEAR_DAYS = 366;

function impossibleDays({ field, words }: Passage): Found[] {
  return [...words.matchAll(ANY_DATE)].flatMap(({ 0: phrase, index, groups }) => {
    const { day = '', month = '', year } = groups ?? {};
    const shown = oneLine(phrase.replaceAll(/[*_]/gu, ' ')).replace(/\.$/u, '');
    // A larger number before a month counts something. 29 February may be in another year, unless one is named.
    if (
      Number(day) < 29 ||
      Number(day) > 31 ||
      dayOf({ day: Number(day), month: monthOf(month), year: Number(year ?? LEAP_YEAR) }).length > 0
    )
      return [];
    return [{ field, at: index, sentence: `“${shown}”: there is no such day. Correct it.` }];
  });
}

const LEAP_YEAR = 2028;

function dayOf(date: { day: number; month: number; year: number }): Temporal.PlainDate[] {
  try {
    return [Temporal.PlainDate.from(date, { overflow: 'reject' })];
  } catch (error) {
    if (error instanceof RangeError) return [];
    throw error;
  }
}

function monthOf(name: string): number {
  return SHORT_MONTHS.findIndex((short) => short.toLowerCase() === name.slice(0, 3).toLowerCase()) + 1;
}

/** Returns a weekday as long as the one that it replaces, and in capitals if that is. */
function asWritten(right: string, written: string): string {
  const short = written.length < 6 ? right.slice(0, 3) : right;
  return written === written.toUpperCase() ? short.toUpperCase() : short;
}

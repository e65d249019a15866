// The figures about the people of one past month, as they are kept: the profiles that they were counted from are deleted one day.
import { Temporal } from 'temporal-polyfill';
import type { Life } from '#core/report/lives';
import { type Departure, departuresFrom, type Growth, growthBy, growthFrom, NOBODY, sumsOf } from '#core/report/people';
import { type Period, spanOf } from '#core/report/period';

/** Growth by a key of the rules; an empty key: no trust given, or no topic chosen. */
type ByKey = Record<string, Growth>;

/** Returns the figures of a key; nobody had it when it is not there. */
export function growthOf(by: ByKey, key: string): Growth {
  // A key may be `constructor`, which every object has.
  return (Object.hasOwn(by, key) ? by[key] : undefined) ?? NOBODY;
}

/** `month`: `2026-03`. The keys are those of that time. Nothing here is about one person by name. */
export type PeopleMonth = {
  month: string;
  all: Growth;
  departures: Record<Departure, number>;
  organisations: ByKey;
  topics: ByKey;
  frequencies: ByKey;
};

/** Counts a month that is over. */
export function peopleMonth(lives: readonly Life[], month: Temporal.PlainYearMonth, now: Temporal.ZonedDateTime): PeopleMonth {
  const span = spanOf(daysOf(month), now.timeZoneId);
  const at = now.toInstant();
  const by = (key: (life: Life) => string | undefined) =>
    Object.fromEntries([...growthBy(lives, key, span, at)].map(([of, growth]) => [of ?? '', growth]));
  const growthOfSome = (some: readonly Life[]) => growthFrom(sumsOf(some, span, at));
  const topics = [...new Set(lives.flatMap((life) => life.topics))];
  const wanting = (topic: Life['topics'][number]) => lives.filter((life) => life.topics.includes(topic));
  const all = sumsOf(lives, span, at);
  const left = departuresFrom(all);
  const leftBy = (how: Departure) => left.get(how) ?? 0;
  return {
    month: month.toString(),
    all: growthFrom(all),
    departures: {
      'one-click': leftBy('one-click'),
      page: leftBy('page'),
      mail: leftBy('mail'),
      desk: leftBy('desk'),
      bounced: leftBy('bounced'),
      complained: leftBy('complained'),
      unknown: leftBy('unknown'),
    },
    organisations: by(({ organisation }) => organisation),
    topics: {
      '': growthOfSome(lives.filter((life) => life.topics.length === 0)),
      ...Object.fromEntries(topics.map((topic) => [topic, growthOfSome(wanting(topic))])),
    },
    frequencies: by(({ frequency }) => frequency),
  };
}

/**
 * Returns the months to count now: those that are over, since the newsroom opened, of which all profiles are still there, and that are not
 * kept yet. `knownSince`: before it profiles are missing.
 */
export function monthsToKeep(
  opened: Temporal.Instant,
  knownSince: Temporal.Instant | undefined,
  kept: ReadonlySet<string>,
  now: Temporal.ZonedDateTime,
): Temporal.PlainYearMonth[] {
  const months: Temporal.PlainYearMonth[] = [];
  const [first, present] = [opened.toZonedDateTimeISO(now.timeZoneId), now].map((at) => at.toPlainDate().toPlainYearMonth());
  if (!first || !present) return months;
  for (let month = first; Temporal.PlainYearMonth.compare(month, present) < 0; month = month.add({ months: 1 })) {
    const isWhole = knownSince === undefined || Temporal.Instant.compare(spanOf(daysOf(month), now.timeZoneId).since, knownSince) >= 0;
    if (isWhole && !kept.has(month.toString())) months.push(month);
  }
  return months;
}

function daysOf(month: Temporal.PlainYearMonth): Period {
  return { from: month.toPlainDate({ day: 1 }), to: month.toPlainDate({ day: month.daysInMonth }) };
}

/** Returns the month that a period is the whole of; undefined when it is none. */
export function wholeMonth({ from, to }: Period): string | undefined {
  const month = from.toPlainYearMonth();
  const { from: first, to: last } = daysOf(month);
  return from.equals(first) && to.equals(last) ? month.toString() : undefined;
}

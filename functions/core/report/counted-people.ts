// The people of some days, from wherever they are known: from the profiles, or from the months that were kept.
import type { Temporal } from 'temporal-polyfill';
import { type LivesAlike, sumsIn } from '#core/report/lives-alike';
import { type Departure, departuresFrom, type Growth, growthFrom, NO_SUMS, sumGrowth } from '#core/report/people';
import { type PeopleMonth, wholeMonth } from '#core/report/people-month';
import { monthsOf, type Period, type Span, spanOf } from '#core/report/period';
import { isBefore } from '#core/time/compare';

/** `kept`: months that were counted, by name. `knownSince`: since when no profile is missing; absent: always. */
export type People = {
  now: Temporal.ZonedDateTime;
  lives: LivesAlike[];
  kept: ReadonlyMap<string, PeopleMonth>;
  knownSince?: Temporal.Instant;
};

/** How many there were at the end of some days, and who came and went in them. Absent: nobody knows any more. */
type Counted = { atEnd?: Growth['atEnd']; came?: Pick<Growth, 'signedUp' | 'brought' | 'left'> };

/** Whom a figure is about. `kept`: their figures in a month that was kept; undefined when it does not tell them apart. */
export type Whom = { among(alike: LivesAlike): boolean; kept(month: PeopleMonth): Growth | undefined };

export const EVERYBODY: Whom = { among: () => true, kept: ({ all }) => all };

/** Counts them from the profiles as far as these are whole, and from the months before. */
export function counted(people: People, days: Period, { among, kept }: Whom): Counted {
  const { lives, now } = people;
  const theirs = lives.filter(among);
  const live = (span: Span) => growthFrom(sumsIn(theirs, span, now.toInstant()));
  const parts = partsOf(people, days, live, kept);
  const span = spanOf(days, now.timeZoneId);
  const lastMonth = { from: days.to.with({ day: 1 }), to: days.to };
  const last = isWhole(people, span.until) ? live(span) : partsOf(people, lastMonth, live, kept)?.[0];
  return { ...(last ? { atEnd: last.atEnd } : {}), ...(parts ? { came: sumGrowth(parts) } : {}) };
}

/** Returns how many left in each way; undefined when nobody knows any more. */
export function countedDepartures(people: People, days: Period): Map<Departure, number> | undefined {
  const live = (span: Span) => departuresFrom(sumsIn(people.lives, span, people.now.toInstant()));
  const parts = partsOf(people, days, live, ({ departures }) => new Map(Object.entries(departures)));
  if (!parts) return undefined;
  const none = departuresFrom(NO_SUMS);
  return new Map([...none.keys()].map((how) => [how, parts.reduce((sum, part) => sum + (part.get(how) ?? 0), 0)]));
}

/** The figures of these days in one piece or by months; undefined when one of them is not known. */
function partsOf<T>(people: People, days: Period, live: (span: Span) => T, kept: (month: PeopleMonth) => T | undefined): T[] | undefined {
  const zone = people.now.timeZoneId;
  const parts: T[] = [];
  for (const part of isWhole(people, spanOf(days, zone).since) ? [days] : monthsOf(days)) {
    const span = spanOf(part, zone);
    const month = people.kept.get(wholeMonth(part) ?? '');
    const known = isWhole(people, span.since) ? live(span) : month && kept(month);
    if (known === undefined) return undefined;
    parts.push(known);
  }
  return parts;
}

/** True when no profile of anybody is missing who was there from this moment on. */
function isWhole({ knownSince }: People, moment: Temporal.Instant): boolean {
  return knownSince === undefined || !isBefore(moment, knownSince);
}

import { Temporal } from 'temporal-polyfill';
import type { DigestRule } from '#core/rules/rules';
import { isBefore } from '#core/time/compare';
import { atWallClock } from '#core/time/wall-clock';

/** The time of one issue of a digest, and the local date that is part of its id. */
export type Occurrence = { date: Temporal.PlainDate; time: Temporal.ZonedDateTime };

/** Returns the issue's date in the seven days from `day`, or in the month of `day`. */
function issueDate({ when }: DigestRule, day: Temporal.PlainDate): Temporal.PlainDate {
  if (when.every === 'week') return day.add({ days: (when.weekday - day.dayOfWeek + 7) % 7 });
  if (when.nth === -1) {
    const last = day.with({ day: day.daysInMonth });
    return last.subtract({ days: (last.dayOfWeek - when.weekday + 7) % 7 });
  }
  const first = day.with({ day: 1 });
  return first.add({ days: ((when.weekday - first.dayOfWeek + 7) % 7) + 7 * (when.nth - 1) });
}

function nextPeriod({ when }: DigestRule, date: Temporal.PlainDate): Temporal.PlainDate {
  return when.every === 'week' ? date.add({ days: 1 }) : date.with({ day: 1 }).add({ months: 1 });
}

export function occurrenceOn(rule: DigestRule, date: Temporal.PlainDate, zone: string): Occurrence {
  return { date, time: atWallClock(date.toPlainDateTime(rule.at), zone) };
}

/** Returns the issues after `after` and up to `until`, in the zone of `after`. */
export function occurrences(rule: DigestRule, after: Temporal.ZonedDateTime, until: Temporal.ZonedDateTime): Occurrence[] {
  const found: Occurrence[] = [];
  const lastDay = until.withTimeZone(after.timeZoneId).toPlainDate();
  // A time that a clock change skips may move into the next day, so the search starts a day early.
  let date = issueDate(rule, after.toPlainDate().subtract({ days: 1 }));
  for (; Temporal.PlainDate.compare(date, lastDay) <= 0; date = issueDate(rule, nextPeriod(rule, date))) {
    const occurrence = occurrenceOn(rule, date, after.timeZoneId);
    if (isBefore(after, occurrence.time) && !isBefore(until, occurrence.time)) found.push(occurrence);
  }
  return found;
}

/** Returns the date of the issue before the one of `date`. */
export function previousIssueDate(rule: DigestRule, date: Temporal.PlainDate): Temporal.PlainDate {
  const thisPeriod = issueDate(rule, date);
  if (Temporal.PlainDate.compare(thisPeriod, date) < 0) return thisPeriod;
  return issueDate(rule, rule.when.every === 'week' ? date.subtract({ weeks: 1 }) : date.with({ day: 1 }).subtract({ months: 1 }));
}

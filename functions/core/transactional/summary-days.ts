// On which mornings the morning summary comes, and how far ahead it looks.
import type { Temporal } from 'temporal-polyfill';
import type { Rules } from '#core/rules/rules';
import { isAfter, isBefore, latest } from '#core/time/compare';

/** The summary comes in the hour from here, on the rules' clock. */
export const MORNING_HOUR = 8;

/** What waits for a person is named this long before it is due, so that a summary comes at least a day before. */
const NEEDS_HOURS = 48;

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];

type SummaryDays = Pick<Rules, 'morningSummaryDays'>;

/** Returns the first morning after `now`. */
export function nextMorning(now: Temporal.ZonedDateTime): Temporal.ZonedDateTime {
  const today = now.toPlainDate().toZonedDateTime({ timeZone: now.timeZoneId, plainTime: { hour: MORNING_HOUR } });
  return isAfter(today, now) ? today : today.add({ days: 1 });
}

/** True on a day of the week on which the rules ask for the summary. */
export function isSummaryDay({ dayOfWeek }: Temporal.ZonedDateTime, { morningSummaryDays = EVERY_DAY }: SummaryDays): boolean {
  return morningSummaryDays.includes(dayOfWeek);
}

/** Returns the first morning after `now` on such a day. */
export function nextSummary(now: Temporal.ZonedDateTime, rules: SummaryDays): Temporal.ZonedDateTime {
  let morning = nextMorning(now);
  for (let day = 1; day < EVERY_DAY.length && !isSummaryDay(morning, rules); day += 1) morning = morning.add({ days: 1 });
  return morning;
}

/** Returns by when a thing is due that needs a person now: two days, or a day after the next summary. */
export function needsHorizon(now: Temporal.ZonedDateTime, rules: SummaryDays): Temporal.ZonedDateTime {
  return latest(now.add({ hours: NEEDS_HOURS }), nextSummary(now, rules).add({ days: 1 }));
}

/** True when what happens at `deadline` happens within two days, and before the next summary: then one comes on another day too. */
export function isUrgent(deadline: Temporal.ZonedDateTime | undefined, now: Temporal.ZonedDateTime, rules: SummaryDays): boolean {
  return deadline !== undefined && isBefore(deadline, nextSummary(now, rules)) && isBefore(deadline, now.add({ hours: NEEDS_HOURS }));
}

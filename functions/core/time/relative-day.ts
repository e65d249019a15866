import type { Temporal } from 'temporal-polyfill';
import { nhsDateTime, nhsTime } from '#core/time/nhs-dates';

/** Returns `Today at 9am`, `Tomorrow at midday`, `Thursday 26 March 2020 at 9:30am`, in the time zone of `now`. */
export function relativeDay(when: Temporal.ZonedDateTime, now: Temporal.ZonedDateTime): string {
  const local = when.withTimeZone(now.timeZoneId);
  const { days } = now.toPlainDate().until(local.toPlainDate());
  const day = days === 0 ? 'Today' : days === 1 ? 'Tomorrow' : days === -1 ? 'Yesterday' : undefined;
  return day === undefined ? nhsDateTime(local) : `${day} at ${nhsTime(local)}`;
}

/** Returns the same as it is written inside a sentence: `today at 9am`, `on Thursday 26 March 2020 at 9:30am`. */
export function onRelativeDay(when: Temporal.ZonedDateTime, now: Temporal.ZonedDateTime): string {
  const day = relativeDay(when, now);
  return /^(?:To|Yes)/.test(day) ? day.slice(0, 1).toLowerCase() + day.slice(1) : `on ${day}`;
}

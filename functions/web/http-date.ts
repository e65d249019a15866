import type { Temporal } from 'temporal-polyfill';
import { SHORT_MONTHS, SHORT_WEEKDAYS } from '#core/time/day-names';

/** Returns `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 section 5.6.7). */
export function httpDate(moment: Temporal.Instant): string {
  const at = moment.toZonedDateTimeISO('UTC');
  const two = (number: number) => String(number).padStart(2, '0');
  const time = [at.hour, at.minute, at.second].map(two).join(':');
  return `${SHORT_WEEKDAYS[at.dayOfWeek - 1]}, ${two(at.day)} ${SHORT_MONTHS[at.month - 1]} ${String(at.year).padStart(4, '0')} ${time} GMT`;
}

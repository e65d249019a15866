import type { Temporal } from 'temporal-polyfill';

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Returns `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 section 5.6.7). */
export function httpDate(moment: Temporal.Instant): string {
  const at = moment.toZonedDateTimeISO('UTC');
  const two = (number: number) => String(number).padStart(2, '0');
  const time = [at.hour, at.minute, at.second].map(two).join(':');
  return `${WEEKDAYS[at.dayOfWeek - 1]}, ${two(at.day)} ${MONTHS[at.month - 1]} ${String(at.year).padStart(4, '0')} ${time} GMT`;
}

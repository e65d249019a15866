export const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
export const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** The short names in HTTP and mail dates (RFC 9110, RFC 5322): `Mon`, `Sep`. */
export const SHORT_WEEKDAYS = WEEKDAYS.map((name) => name.slice(0, 3));
export const SHORT_MONTHS = MONTHS.map((name) => name.slice(0, 3));

// Bank holidays in England and Wales, with substitute days and one-off holidays. They are copied from the npm package
// `date-holidays`, which is larger than the rest of a Lambda. A test compares the two and names the year to change.
import type { Temporal } from 'temporal-polyfill';

/** Month and day of each bank holiday, by year. */
export const BANK_HOLIDAYS: Readonly<Record<number, string>> = {
  2015: '01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-26 12-28',
  2016: '01-01 03-25 03-28 05-02 05-30 08-29 12-25 12-26 12-27',
  2017: '01-01 01-02 04-14 04-17 05-01 05-29 08-28 12-25 12-26',
  2018: '01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26',
  2019: '01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26',
  2020: '01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-26 12-28',
  2021: '01-01 04-02 04-05 05-03 05-31 08-30 12-25 12-26 12-27 12-28',
  2022: '01-01 01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-25 12-26 12-27',
  2023: '01-01 01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26',
  2024: '01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26',
  2025: '01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26',
  2026: '01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-26 12-28',
  2027: '01-01 03-26 03-29 05-03 05-31 08-30 12-25 12-26 12-27 12-28',
  2028: '01-01 01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26',
  2029: '01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26',
  2030: '01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26',
  2031: '01-01 04-11 04-14 05-05 05-26 08-25 12-25 12-26',
  2032: '01-01 03-26 03-29 05-03 05-31 08-30 12-25 12-26 12-27 12-28',
  2033: '01-01 01-03 04-15 04-18 05-02 05-30 08-29 12-25 12-26 12-27',
  2034: '01-01 01-02 04-07 04-10 05-01 05-29 08-28 12-25 12-26',
  2035: '01-01 03-23 03-26 05-07 05-28 08-27 12-25 12-26',
  2036: '01-01 04-11 04-14 05-05 05-26 08-25 12-25 12-26',
  2037: '01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-26 12-28',
  2038: '01-01 04-23 04-26 05-03 05-31 08-30 12-25 12-26 12-27 12-28',
  2039: '01-01 01-03 04-08 04-11 05-02 05-30 08-29 12-25 12-26 12-27',
  2040: '01-01 01-02 03-30 04-02 05-07 05-28 08-27 12-25 12-26',
};

/** True on a bank holiday in England and Wales, from 2015 to 2040; false for every day outside those years. */
export function isBankHoliday(day: Temporal.PlainDate): boolean {
  return BANK_HOLIDAYS[day.year]?.includes(day.toString().slice(5)) ?? false;
}

/** Holidays of one year only. */
const ONCE: Readonly<Record<string, string>> = {
  '2022-06-03': 'Platinum Jubilee bank holiday',
  '2022-09-19': 'Bank holiday for the State Funeral of Queen Elizabeth II',
  '2023-05-08': 'Bank holiday for the coronation of King Charles III',
};

/** The days with a date of their own. A substitute day comes after them. */
const DATED: Readonly<Record<string, string>> = {
  '01-01': 'New Year’s Day',
  '01-02': 'New Year’s Day (substitute day)',
  '01-03': 'New Year’s Day (substitute day)',
  '12-25': 'Christmas Day',
  '12-26': 'Boxing Day',
  '12-27': 'Christmas Day (substitute day)',
  '12-28': 'Boxing Day (substitute day)',
};

/** Returns the name of a bank holiday; undefined for another day. */
export function bankHolidayName(day: Temporal.PlainDate): string | undefined {
  if (!isBankHoliday(day)) return undefined;
  const named = ONCE[day.toString()] ?? DATED[day.toString().slice(5)];
  if (named !== undefined) return named;
  if (day.month <= 4) return day.dayOfWeek === 5 ? 'Good Friday' : 'Easter Monday';
  if (day.month === 8) return 'Summer bank holiday';
  return day.month === 5 && day.day < 15 ? 'Early May bank holiday' : 'Spring bank holiday';
}

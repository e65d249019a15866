import Holidays from 'date-holidays';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { BANK_HOLIDAYS, bankHolidayName, isBankHoliday } from '#core/time/bank-holidays';

const maintained = new Holidays('GB', 'ENG');
const years = Array.from({ length: 26 }, (_, i) => 2015 + i);

describe('bank holidays in England and Wales', () => {
  // If this fails after an update of date-holidays, write the expected line into bank-holidays.ts.
  test.each(years)('the bank holidays of %i are those of date-holidays', (year) => {
    const dates = maintained.getHolidays(year).filter((holiday) => holiday.type === 'public');
    expect(BANK_HOLIDAYS[year]).toBe(dates.map((holiday) => holiday.date.slice(5, 10)).join(' '));
  });

  test.each([
    ['2020-05-08', 'the early May holiday, moved for VE Day'],
    ['2021-12-27', 'the substitute for a Christmas Day on a Saturday'],
    ['2022-06-03', 'the Platinum Jubilee'],
    ['2022-09-19', 'the funeral of Queen Elizabeth'],
    ['2023-05-08', 'the coronation of King Charles'],
  ])('%s is a bank holiday: %s', (date) => {
    expect(isBankHoliday(Temporal.PlainDate.from(date))).toBe(true);
  });

  test.each(['2020-05-04', '2019-09-12', '2014-12-25'])('%s is no bank holiday, or not known as one', (date) => {
    expect(isBankHoliday(Temporal.PlainDate.from(date))).toBe(false);
  });

  test('the bank holidays of 2027 have the names of gov.uk, with the substitute days of Christmas', () => {
    const names = (BANK_HOLIDAYS[2027] ?? '').split(' ').map((day) => bankHolidayName(Temporal.PlainDate.from(`2027-${day}`)));
    expect(names).toEqual([
      'New Year’s Day',
      'Good Friday',
      'Easter Monday',
      'Early May bank holiday',
      'Spring bank holiday',
      'Summer bank holiday',
      'Christmas Day',
      'Boxing Day',
      'Christmas Day (substitute day)',
      'Boxing Day (substitute day)',
    ]);
  });

  test('every bank holiday has a name that is its own in its year, and no other day has one', () => {
    for (const [year, days] of Object.entries(BANK_HOLIDAYS)) {
      const names = days.split(' ').map((day) => bankHolidayName(Temporal.PlainDate.from(`${year}-${day}`)));
      expect(new Set(names).size).toBe(names.length);
      expect(names).not.toContain(undefined);
    }
    expect(bankHolidayName(Temporal.PlainDate.from('2026-12-24'))).toBeUndefined();
  });
});

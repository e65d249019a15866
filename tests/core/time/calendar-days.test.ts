import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { clocksChange, readMonth, readWeek, weekName, weekOf, weeksOf } from '#core/time/calendar-days';

const day = fc.date({ min: new Date('1970-01-10'), max: new Date('2100-01-01'), noInvalidDate: true }).map((date) => {
  const [year = 0, month = 0, of = 0] = date.toISOString().slice(0, 10).split('-').map(Number);
  return new Temporal.PlainDate(year, month, of);
});

describe('the days of a calendar', () => {
  test('a month is shown in whole weeks from Monday, with each of its days once', () => {
    fc.assert(
      fc.property(day, (one) => {
        const weeks = weeksOf(one.toPlainYearMonth());
        const days = weeks.flat();
        for (const week of weeks) {
          expect([week.length, week[0]?.dayOfWeek]).toEqual([7, 1]);
          expect(week.some((its) => its.month === one.month)).toBe(true);
        }
        expect(days.filter((its) => its.month === one.month && its.year === one.year)).toHaveLength(one.daysInMonth);
        expect(new Set(days.map(String)).size).toBe(days.length);
      }),
    );
  });

  test('December 2026 begins in the week of 30 November and ends in that of 3 January', () => {
    const weeks = weeksOf(Temporal.PlainYearMonth.from('2026-12'));
    expect(weeks.map(([monday]) => String(monday))).toEqual(['2026-11-30', '2026-12-07', '2026-12-14', '2026-12-21', '2026-12-28']);
  });

  test('the name of a week leads back to its Monday, also around New Year', () => {
    fc.assert(fc.property(day, (one) => void expect(String(readWeek(weekName(one)))).toBe(String(weekOf(one)[0]))));
    expect(weekName(Temporal.PlainDate.from('2027-01-01'))).toBe('2026-W53');
    expect(String(readWeek('2026-W53'))).toBe('2026-12-28');
  });

  test.each(['2026-W54', '2025-W53', '2026-W00', '2026-49', 'W49', ''])('“%s” is no week', (text) => {
    expect(readWeek(text)).toBeUndefined();
  });

  test.each(['2026-13', '2026-00', '2026-1', 'December', ''])('“%s” is no month', (text) => {
    expect(readMonth(text)).toBeUndefined();
  });

  test('the two days of a year on which the clocks change are named, and no other', () => {
    const year = Array.from({ length: 365 }, (_, days) => Temporal.PlainDate.from('2026-01-01').add({ days }));
    const named = year.flatMap((one) => clocksChange(one, 'Europe/London') ?? []);
    expect(named).toEqual(['The clocks go forward', 'The clocks go back']);
    expect(clocksChange(Temporal.PlainDate.from('2026-03-29'), 'Europe/London')).toBe('The clocks go forward');
    expect(clocksChange(Temporal.PlainDate.from('2026-10-25'), 'Europe/London')).toBe('The clocks go back');
  });
});

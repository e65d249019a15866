import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { monthsOf, namedPeriod, periodName, stepsOf } from '#core/report/period';

const days = (from: string, to: string) => ({ from: Temporal.PlainDate.from(from), to: Temporal.PlainDate.from(to) });
const named = (name: Parameters<typeof namedPeriod>[0], today: string) => {
  const { from, to } = namedPeriod(name, Temporal.PlainDate.from(today));
  return `${from} ${to}`;
};

test('a period with a name is the whole month, quarter or year around a day', () => {
  expect(named('month', '2020-02-29')).toBe('2020-02-01 2020-02-29');
  expect(named('last-month', '2020-03-31')).toBe('2020-02-01 2020-02-29');
  expect(named('last-month', '2020-01-01')).toBe('2019-12-01 2019-12-31');
  expect(named('quarter', '2020-01-31')).toBe('2020-01-01 2020-03-31');
  expect(named('quarter', '2020-12-31')).toBe('2020-10-01 2020-12-31');
  expect(named('year', '2020-06-15')).toBe('2020-01-01 2020-12-31');
  expect(named('last-year', '2020-06-15')).toBe('2019-01-01 2019-12-31');
});

test('a period is called what people call it', () => {
  expect(periodName(days('2020-02-01', '2020-02-29'))).toBe('February 2020');
  expect(periodName(days('2020-02-01', '2020-02-28'))).toBe('1 February 2020 to 28 February 2020');
  expect(periodName(days('2020-10-01', '2020-12-31'))).toBe('October to December 2020');
  expect(periodName(days('2020-01-01', '2020-12-31'))).toBe('2020');
  expect(periodName(days('2019-11-01', '2020-02-29'))).toBe('1 November 2019 to 29 February 2020');
  expect(periodName(days('2020-05-05', '2020-05-05'))).toBe('5 May 2020');
});

test('a period is cut into months, and a long one into years, without a gap and without a day twice', () => {
  const labels = (from: string, to: string) => stepsOf(days(from, to)).map(({ label }) => label);
  expect(labels('2020-01-31', '2020-03-01')).toEqual(['January 2020', 'February 2020', 'March 2020']);
  expect(labels('2018-02-10', '2020-02-09')).toEqual(['2018', '2019', '2020']);
  expect(labels('2018-02-10', '2020-01-31')).toHaveLength(24);
  for (const cut of [stepsOf, monthsOf])
    for (const whole of [days('2018-02-10', '2021-05-03'), days('2020-02-29', '2020-02-29'), days('2019-12-31', '2020-01-01')]) {
      const parts = cut(whole);
      expect(parts[0]?.from.equals(whole.from) && parts.at(-1)?.to.equals(whole.to)).toBe(true);
      for (const [i, part] of parts.entries()) expect(i === 0 || parts[i - 1]?.to.add({ days: 1 }).equals(part.from)).toBe(true);
    }
});

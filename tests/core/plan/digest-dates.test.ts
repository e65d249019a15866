import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { occurrences, previousIssueDate } from '#core/plan/digest-dates';
import { slotsOf } from '#core/plan/quiet-times';
import type { DigestRule } from '#core/rules/rules';
import { latest } from '#core/time/compare';
import { atWallClock } from '#core/time/wall-clock';
import { local, london, time } from '#tests/core/samples';

const ZONES = [
  'Europe/London',
  'Europe/Dublin',
  'America/New_York',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Africa/Cairo',
  'Asia/Kolkata',
  'Pacific/Auckland',
];

/** Every clock change of a zone from 2019 to 2040. */
function transitions(zone: string): Temporal.ZonedDateTime[] {
  const found: Temporal.ZonedDateTime[] = [];
  let at = Temporal.ZonedDateTime.from(`2019-01-01T00:00[${zone}]`).getTimeZoneTransition('next');
  for (; at !== null && at.year <= 2040; at = at.getTimeZoneTransition('next')) found.push(at);
  return found;
}

const weekly = (weekday: number, at: string): DigestRule => ({ name: 'weekly', when: { every: 'week', weekday }, at: time(at) });
const monthly = (nth: 1 | 2 | 3 | 4 | -1, weekday: number): DigestRule => ({
  name: 'monthly',
  when: { every: 'month', weekday, nth },
  at: time('08:30'),
});
const dates = (rule: DigestRule, from: string, to: string) =>
  occurrences(rule, london(`${from}T00:00`).subtract({ minutes: 1 }), london(`${to}T23:59`)).map(({ date }) => date);
const timeOfDay = fc
  .integer({ min: 0, max: 24 * 60 - 1 })
  .map((minute) => Temporal.PlainTime.from({ hour: Math.floor(minute / 60), minute: minute % 60 }));
const when: fc.Arbitrary<DigestRule['when']> = fc.oneof(
  fc.record({ every: fc.constant('week' as const), weekday: fc.integer({ min: 1, max: 7 }) }),
  fc.record({
    every: fc.constant('month' as const),
    weekday: fc.integer({ min: 1, max: 7 }),
    nth: fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const, -1 as const),
  }),
);

describe('a wall-clock time is one moment', () => {
  test('a wall-clock time that the spring change skips moves forward', () => {
    expect(atWallClock(local('2027-03-28T01:30'), 'Europe/London').toString()).toBe('2027-03-28T02:30:00+01:00[Europe/London]');
  });

  test('a wall-clock time that the autumn change repeats is the first of the two', () => {
    expect(atWallClock(local('2027-10-31T01:30'), 'Europe/London').toString()).toBe('2027-10-31T01:30:00+01:00[Europe/London]');
  });
});

describe('the dates of a digest', () => {
  test('the dates of a weekly digest are every Thursday, both ends included', () => {
    expect(dates(weekly(4, '08:30'), '2019-09-12', '2019-09-26').map(String)).toEqual(['2019-09-12', '2019-09-19', '2019-09-26']);
  });

  test('the dates of a monthly digest are each first Tuesday, or each last Friday', () => {
    expect(dates(monthly(1, 2), '2019-09-04', '2020-02-04').map(String)).toEqual([
      '2019-10-01',
      '2019-11-05',
      '2019-12-03',
      '2020-01-07',
      '2020-02-04',
    ]);
    expect(dates(monthly(-1, 5), '2020-01-01', '2020-03-31').map(String)).toEqual(['2020-01-31', '2020-02-28', '2020-03-27']);
  });

  test('the previous issue date of a digest is the one before it in the list', () => {
    fc.assert(
      fc.property(when, (rhythm) => {
        const rule = { name: 'any', when: rhythm, at: time('08:30') };
        const all = dates(rule, '2019-01-01', '2020-12-31');
        expect(all.slice(1).map((date) => String(previousIssueDate(rule, date)))).toEqual(all.slice(0, -1).map(String));
      }),
    );
  });
});

describe('no occurrence is skipped or doubled', () => {
  test.each(ZONES)('no digest date is skipped or doubled in %s, with ticks across each clock change to 2040', (zone) => {
    for (const change of transitions(zone)) {
      const rules = ['00:00', '00:30', '01:00', '01:30', '02:00', '02:30', '03:00', '23:30'].map((at) => weekly(change.dayOfWeek, at));
      const start = change.subtract({ days: 2 });
      for (const rule of rules) {
        const ticks = [0, 12, 24, 36, 47, 48, 49, 60, 72, 96].map((hours) => start.add({ hours }));
        const found = ticks.slice(1).flatMap((until, i) => occurrences(rule, ticks[i] ?? start, until));
        expect(found.map(({ date }) => String(date))).toEqual([String(change.toPlainDate())]);
      }
    }
  });

  test('no digest date is skipped or doubled, wherever the time between two moments is cut', () => {
    const from = london('2019-01-01T00:00');
    const to = london('2020-04-01T00:00');
    const minutes = (to.epochMilliseconds - from.epochMilliseconds) / 60_000;
    fc.assert(
      fc.property(
        when,
        timeOfDay,
        fc.array(fc.integer({ min: 0, max: minutes }), { maxLength: 12 }),
        fc.constantFrom(...ZONES),
        (rhythm, at, cuts, zone) => {
          const rule = { name: 'any', when: rhythm, at };
          const edges = [0, ...cuts.sort((a, b) => a - b), minutes].map((minute) => from.add({ minutes: minute }).withTimeZone(zone));
          const parts = edges.slice(1).flatMap((until, i) => occurrences(rule, edges[i] ?? from, until));
          const whole = occurrences(rule, from.withTimeZone(zone), to.withTimeZone(zone));
          expect(parts.map(({ time }) => String(time))).toEqual(whole.map(({ time }) => String(time)));
          expect(new Set(whole.map(({ date }) => String(date))).size).toBe(whole.length);
        },
      ),
    );
  });
});

test('the slots of a day are in the order of time, whatever their order in the rules', () => {
  const slots = slotsOf(Temporal.PlainDate.from('2020-03-29'), [time('12:30'), time('02:00'), time('01:30')], 'Europe/London');
  expect(slots.map((slot) => slot.toPlainTime().toString({ smallestUnit: 'minute' }))).toEqual(['02:00', '02:30', '12:30']);
});

test('the latest of several moments is returned', () => {
  expect(latest(london('2020-01-01T10:00'), london('2020-01-01T12:00'), london('2020-01-01T11:00')).hour).toBe(12);
});

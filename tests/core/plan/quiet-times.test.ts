import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { isAllowed, nextAllowed, nextSlot, quietAt } from '#core/plan/quiet-times';
import type { Rules } from '#core/rules/rules';
import { isBefore } from '#core/time/compare';
import { london, sampleRules, time } from '#tests/core/samples';

const rules = sampleRules();
const hoursOnly = (from: string, until: string) =>
  ({ quiet: { hours: { from: time(from), until: time(until) }, weekends: false, bankHolidays: 'none' } }) satisfies Pick<Rules, 'quiet'>;
const noQuiet: Rules['quiet'] = { weekends: false, bankHolidays: 'none' };
const minute = (moment: Temporal.ZonedDateTime | undefined) => moment?.toPlainDateTime().toString({ smallestUnit: 'minute' });

describe('the next allowed time', () => {
  test.each([
    ['an ordinary morning stays', '2019-09-12T09:00', '2019-09-12T09:00'],
    ['the first minute of quiet hours is quiet', '2019-09-12T19:00', '2019-09-13T07:30'],
    ['the minute before quiet hours is not', '2019-09-12T18:59', '2019-09-12T18:59'],
    ['quiet hours after midnight end the same day', '2019-09-12T03:00', '2019-09-12T07:30'],
    ['the end of quiet hours is allowed', '2019-09-12T07:30', '2019-09-12T07:30'],
    ['Friday night waits for Monday', '2019-09-13T20:00', '2019-09-16T07:30'],
    ['Saturday waits for Monday', '2019-09-14T09:00', '2019-09-16T07:30'],
    ['Easter waits for Tuesday', '2020-04-10T09:00', '2020-04-14T07:30'],
    ['Christmas 2021 waits for its substitute days', '2021-12-25T09:00', '2021-12-29T07:30'],
  ])('the next allowed time: %s', (_, at, expected) => {
    expect(minute(nextAllowed(london(at), rules))).toBe(expected);
  });

  test('the next allowed time without quiet hours is the end of the weekend, at midnight', () => {
    expect(minute(nextAllowed(london('2019-09-14T09:00'), { quiet: { ...noQuiet, weekends: true } }))).toBe('2019-09-16T00:00');
  });

  test('the next allowed time with quiet hours within one day is their end', () => {
    expect(minute(nextAllowed(london('2019-09-12T12:15'), hoursOnly('12:00', '13:00')))).toBe('2019-09-12T13:00');
    expect(minute(nextAllowed(london('2019-09-12T09:00'), hoursOnly('12:00', '13:00')))).toBe('2019-09-12T09:00');
  });

  test('the next allowed time in the hour that autumn repeats is the first end of quiet hours still ahead', () => {
    const second = Temporal.ZonedDateTime.from('2027-10-31T01:10+00:00[Europe/London]');
    expect(nextAllowed(second, hoursOnly('22:00', '01:30')).toString()).toBe('2027-10-31T01:30:00+00:00[Europe/London]');
    expect(nextAllowed(london('2027-10-30T02:00'), hoursOnly('01:30', '01:00')).toString()).toBe(
      '2027-10-31T01:00:00+01:00[Europe/London]',
    );
  });

  test('the next allowed time is the first allowed moment that is not before the given one', () => {
    const start = london('2019-01-01T00:00');
    const hours = fc.tuple(fc.integer({ min: 0, max: 47 }), fc.integer({ min: 0, max: 47 })).map(([from, until]) => {
      const half = (count: number) => Temporal.PlainTime.from({ hour: Math.floor(count / 2), minute: (count % 2) * 30 });
      return { from: half(from), until: half(until) };
    });
    // Any minute to 2040; half of the cases are in the week of a clock change.
    const changes = Array.from({ length: 22 }, (_, i) => [london(`${2019 + i}-03-25T00:00`), london(`${2019 + i}-10-25T00:00`)]).flat();
    const moment = fc.oneof(
      fc.integer({ min: 0, max: 22 * 365 * 24 * 60 }).map((minutes) => start.add({ minutes })),
      fc.tuple(fc.constantFrom(...changes), fc.integer({ min: 0, max: 8 * 24 * 60 })).map(([day, minutes]) => day.add({ minutes })),
    );
    fc.assert(
      fc.property(moment, fc.option(hours, { nil: undefined }), fc.boolean(), fc.boolean(), (at, quietHours, weekends, holidays) => {
        const own = {
          quiet: { ...(quietHours && { hours: quietHours }), weekends, bankHolidays: holidays ? 'england-and-wales' : 'none' },
        } as const;
        const next = nextAllowed(at, own);
        expect(isBefore(next, at)).toBe(false);
        expect(isAllowed(next, own)).toBe(true);
        for (let between = at; isBefore(between, next); between = between.add({ minutes: 30 })) {
          // A quiet-hours end that the spring change skips moves forward, as every wall-clock time does.
          if (isAllowed(between, own)) expect(next.hoursInDay).toBe(23);
        }
      }),
      { numRuns: 400 },
    );
  });
});

test('a quiet time gives its reason: weekend, bank holiday or quiet hours', () => {
  expect(quietAt(london('2019-09-14T09:00'), rules)).toBe('weekend');
  expect(quietAt(london('2020-04-10T09:00'), rules)).toBe('bank holiday');
  expect(quietAt(london('2019-09-12T22:00'), rules)).toBe('quiet hours');
  expect(quietAt(london('2019-09-12T12:00'), rules)).toBeUndefined();
});

describe('the next social slot', () => {
  test.each([
    ['a slot itself', '2019-09-12T09:00', '2019-09-12T09:00'],
    ['the next of the day', '2019-09-12T09:01', '2019-09-12T12:30'],
    ['the first of the next day', '2019-09-12T17:01', '2019-09-13T09:00'],
    ['after the weekend', '2019-09-13T17:01', '2019-09-16T09:00'],
    ['after a bank holiday', '2020-04-09T18:00', '2020-04-14T09:00'],
  ])('the next social slot: %s', (_, at, expected) => {
    expect(minute(nextSlot(london(at), rules))).toBe(expected);
  });

  test('the next social slot does not exist when the rules have none, or only slots in quiet hours', () => {
    const social = (...slots: string[]) => sampleRules({ social: { slots: slots.map(time), monthlyBudgetUsd: 10 } });
    expect(nextSlot(london('2019-09-12T09:00'), social())).toBeUndefined();
    expect(nextSlot(london('2019-09-12T09:00'), social('06:00', '19:00'))).toBeUndefined();
    expect(minute(nextSlot(london('2019-09-12T05:00'), social('06:00', '12:30')))).toBe('2019-09-12T12:30');
  });
});

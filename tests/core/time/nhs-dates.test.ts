import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { eventWhen } from '#core/story/event-texts';
import { nhsDate, nhsDateTime, nhsRange, nhsTime } from '#core/time/nhs-dates';

const at = (text: string) => Temporal.PlainDateTime.from(text);

describe('dates and times read as the NHS writes them', () => {
  test('an NHS date has its weekday, no comma and no ordinal', () => {
    expect(nhsDate(Temporal.PlainDate.from('2020-03-26'))).toBe('Thursday 26 March 2020');
    expect(nhsDate(Temporal.ZonedDateTime.from('2024-12-01T08:00[Europe/London]'))).toBe('Sunday 1 December 2024');
  });

  test.each([
    ['00:00', 'midnight'],
    ['00:05', '12:05am'],
    ['09:00', '9am'],
    ['09:30', '9:30am'],
    ['11:59', '11:59am'],
    ['12:00', 'midday'],
    ['12:30', '12:30pm'],
    ['17:00', '5pm'],
    ['23:05', '11:05pm'],
  ])('the time %s is written %s, as the NHS does', (time, written) => {
    expect(nhsTime(Temporal.PlainTime.from(time))).toBe(written);
  });

  test('no two NHS times of a day are written alike', () => {
    const minutes = fc.integer({ min: 0, max: 24 * 60 - 1 });
    fc.assert(
      fc.property(minutes, minutes, (a, b) => {
        const written = [a, b].map((minute) => nhsTime({ hour: Math.floor(minute / 60), minute: minute % 60 }));
        expect(written[0] === written[1]).toBe(a === b);
      }),
    );
  });

  test('an NHS date and time are joined by "at"', () => {
    expect(nhsDateTime(at('2019-09-12T09:00'))).toBe('Thursday 12 September 2019 at 9am');
  });
});

describe('the time of an event', () => {
  test('an event on one day says the day once', () => {
    expect(eventWhen({ starts: at('2020-03-26T09:30'), ends: at('2020-03-26T16:30') })).toBe('Thursday 26 March 2020, 9:30am to 4:30pm');
  });

  test('an event over several days says the day and time of each end', () => {
    expect(nhsRange(at('2020-07-08T10:00'), at('2020-07-09T15:00'))).toBe('Wednesday 8 July 2020 at 10am to Thursday 9 July 2020 at 3pm');
  });

  test('an event from the evening until midnight is on one day', () => {
    expect(nhsRange(at('2020-03-26T19:00'), at('2020-03-27T00:00'))).toBe('Thursday 26 March 2020, 7pm to midnight');
  });
});

import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { byTime, earliest, isAfter, isBefore, latest } from '#core/time/compare';
import { london } from '#tests/core/samples';

const nine = Temporal.Instant.from('2019-09-12T08:00:00Z');
const later = nine.add({ nanoseconds: 1 });

test('of two moments, one is before the other, or neither', () => {
  expect([isBefore(nine, later), isBefore(nine, nine), isBefore(later, nine)]).toEqual([true, false, false]);
  expect([isAfter(nine, later), isAfter(nine, nine), isAfter(later, nine)]).toEqual([false, false, true]);
  expect([later, nine, nine].sort(byTime)).toEqual([nine, nine, later]);
});

test('moments are compared as such, whatever clocks show', () => {
  expect([isBefore(london('2019-09-12T09:00'), nine), isAfter(london('2019-09-12T09:00'), nine)]).toEqual([false, false]);
  expect(isBefore(london('2019-09-12T08:59').withTimeZone('Asia/Tokyo'), nine)).toBe(true);
});

test('of equal moments, the first is the earliest, and the latest', () => {
  const [here, there] = [london('2019-09-12T09:00'), london('2019-09-12T09:00').withTimeZone('UTC')];
  expect([earliest(here, there), latest(here, there)]).toEqual([here, here]);
  expect([earliest(later, nine, later), latest(nine, later, nine)]).toEqual([nine, later]);
});

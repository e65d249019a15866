import { expect, test } from 'vitest';
import { isUrgent, needsHorizon, nextSummary } from '#core/transactional/summary-days';
import { london } from '#tests/core/samples';

const MONDAYS = { morningSummaryDays: [1] };

test('the next summary is the next of its mornings at 8am, never the one that is now', () => {
  expect(nextSummary(london('2020-03-19T07:59'), {})).toEqual(london('2020-03-19T08:00'));
  expect(nextSummary(london('2020-03-19T08:00'), {})).toEqual(london('2020-03-20T08:00'));
  expect(nextSummary(london('2020-03-19T08:00'), MONDAYS)).toEqual(london('2020-03-23T08:00'));
  expect(nextSummary(london('2020-03-23T08:00'), MONDAYS)).toEqual(london('2020-03-30T08:00'));
});

test('what needs a person is named two days before it is due, and at least a day after the next summary', () => {
  expect(needsHorizon(london('2020-03-19T08:00'), {})).toEqual(london('2020-03-21T08:00'));
  expect(needsHorizon(london('2020-03-23T08:00'), MONDAYS)).toEqual(london('2020-03-31T08:00'));
  expect(needsHorizon(london('2020-03-21T12:00'), { morningSummaryDays: [1, 2, 3, 4, 5] })).toEqual(london('2020-03-24T08:00'));
});

test('a summary comes on another day only for what happens within two days and before the next summary', () => {
  const wednesday = london('2020-03-18T08:00');
  expect(isUrgent(london('2020-03-19T21:00'), wednesday, MONDAYS)).toBe(true);
  expect(isUrgent(london('2020-03-20T09:00'), wednesday, MONDAYS)).toBe(false);
  expect(isUrgent(undefined, wednesday, MONDAYS)).toBe(false);
  expect(isUrgent(london('2020-03-23T21:00'), london('2020-03-22T08:00'), MONDAYS)).toBe(false);
});

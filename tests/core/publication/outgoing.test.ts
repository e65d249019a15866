import { expect, test } from 'vitest';
import { changesBetween, isGrown } from '#core/publication/outgoing';

test('a longer heading changes the text by its words, and not by the line under it', () => {
  const before = { text: 'Hello,\n\nA day\n=====\n\nWe went.\n----' };
  const now = { text: 'Hello,\n\nA whole day\n===========\n\nWe went.\n----' };
  expect(changesBetween(before, now)).toEqual([{ what: 'the text', was: ['A day'], is: ['A whole day'] }]);
});

test('a yes counts again for a few more people, and for fewer; not for ten or more that are over a quarter more', () => {
  const grown = (shown: number, now: number) => isGrown(shown, now);
  expect([grown(11, 21), grown(0, 10), grown(40, 51), grown(10_000, 12_501)]).toEqual([true, true, true, true]);
  expect([grown(11, 20), grown(40, 50), grown(10_000, 12_500), grown(900, 3), grown(Number.NaN, 50)]).toEqual([
    false,
    false,
    false,
    false,
    false,
  ]);
});

test('how many people get it is a change only when it was counted both times', () => {
  expect(changesBetween({ readers: '11' }, { readers: '1021' })).toEqual([
    { what: 'how many people get it', was: ['11 people'], is: ['1,021 people'] },
  ]);
  expect(changesBetween({}, { readers: '1021' })).toEqual([]);
  expect(changesBetween({ readers: '11' }, {})).toEqual([]);
});

import { expect, test } from 'vitest';
import { changesBetween } from '#core/publication/outgoing';

test('a longer heading changes the text by its words, and not by the line under it', () => {
  const before = { text: 'Hello,\n\nA day\n=====\n\nWe went.\n----' };
  const now = { text: 'Hello,\n\nA whole day\n===========\n\nWe went.\n----' };
  expect(changesBetween(before, now)).toEqual([{ what: 'the text', was: ['A day'], is: ['A whole day'] }]);
});

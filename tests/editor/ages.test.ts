import { expect, test } from 'vitest';
import { ageInWords } from '#editor/ages';

test.each([
  [0, 'less than a minute ago'],
  [59_999, 'less than a minute ago'],
  [60_000, '1 minute ago'],
  [3_599_999, '59 minutes ago'],
  [7_200_000, '2 hours ago'],
  [86_400_000, '1 day ago'],
])('an age of %i milliseconds is told as "%s"', (ms, words) => {
  expect(ageInWords(ms)).toBe(words);
});

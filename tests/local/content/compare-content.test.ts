import { expect, test } from 'vitest';
import { compareContent } from '#local/content/compare-content';

/** `-`: the file is not there. */
const versions = (version: string) => new Map(version === '-' ? [] : [['posts/a.md', version]]);

test.each([
  ['1', '1', '1', undefined],
  ['1', '1', '-', undefined],
  ['2', '2', '1', undefined],
  ['-', '-', '1', undefined],
  ['2', '1', '1', 'changed here'],
  ['1', '-', '-', 'changed here'],
  ['1', '-', '1', 'removed there'],
  ['2', '-', '1', 'changed here, removed there'],
  ['1', '2', '1', 'changed there'],
  ['2', '3', '1', 'changed in both'],
  ['2', '3', '-', 'changed in both'],
  ['-', '1', '1', 'removed here'],
  ['-', '2', '1', 'removed here, changed there'],
  ['-', '1', '-', 'only there'],
])('a file that is %s in the folder, %s in the bucket and was %s in both is %s', (here, there, agreed, difference) => {
  expect(compareContent(versions(here), versions(there), versions(agreed))).toEqual(difference ? [{ file: 'posts/a.md', difference }] : []);
});

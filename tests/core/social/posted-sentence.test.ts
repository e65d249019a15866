import { expect, test } from 'vitest';
import { certifyPosts } from '#core/social/post-counts';
import { postedSentence } from '#core/social/posted-sentence';
import { london } from '#tests/core/samples';

const at = london('2019-09-09T09:38');
const THREAD = '1 of 3 posts is on X since 9:38am. X did not take 2 of them.';

test.each([
  ['is there', ['posted'], 'It is on X since 9:38am.'],
  ['was refused', ['refused'], 'X did not take it.'],
  ['was too late', ['missed'], 'It was too late to be posted.'],
  ['is held', ['held'], 'It is not known whether it is on X.'],
  ['is still to come', [], 'It is still to be posted.'],
  ['is a whole thread', ['posted', 'posted', 'posted'], 'All 3 posts are on X since 9:38am.'],
  ['is a thread that X refused to go on with', ['posted', 'refused', 'refused'], THREAD],
] as const)('a post that %s says so in one sentence', (_how, states, sentence) => {
  const rows = new Map(states.map((state, i) => [i, { state, id: `p-${i}`, attempt: 1 } as never]));
  expect(postedSentence('sending', certifyPosts(Math.max(1, states.length), rows), 'X', at)).toBe(sentence);
});

test('a post that a person cancelled is not said to be still to come', () => {
  const first = new Map([[0, { state: 'posted', id: 'p-0', attempt: 1 } as never]]);
  expect(postedSentence('cancelled', certifyPosts(1, new Map()), 'X', at)).toBe('It was cancelled before it was posted.');
  expect(postedSentence('cancelled', certifyPosts(3, first), 'X', at)).toBe(
    '1 of 3 posts is on X since 9:38am. 2 of them were cancelled before they were posted.',
  );
});

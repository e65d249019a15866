import { expect, test } from 'vitest';
import { isNote, problemLine } from '#core/parsing/problem';
import { readStories } from '#core/story/read-stories';
import { event, images, post, problemsOf, rules, source, storyOf, written } from '#tests/core/story/written-stories';

const NOTE = 'It says draft: true, so nothing of it goes out and it has no page. Take the line out when it is ready.';

test.each(['true', 'True', '"true"', 'true # until Ama has read it'])(
  'a story with draft: %s is no story yet, and a note says so',
  (value) => {
    const { stories, drafts, problems } = readStories([post({ draft: value }), event({ Draft: value })], images, rules);
    expect([stories, drafts]).toEqual([[], ['events/e.md', 'posts/a.md']]);
    expect(problems.map(problemLine)).toEqual([`events/e.md line 7: ${NOTE}`, `posts/a.md line 5: ${NOTE}`]);
    expect(problems.every(isNote)).toBe(true);
  },
);

test.each(['false', 'False'])('draft: %s means nothing', (value) => {
  expect(storyOf(post({ draft: value }))).toEqual(storyOf(post()));
});

test.each([
  ['yes', '"yes" must be true or false. Write one of the two, without quotes.'],
  ['tru', '"tru" must be true or false. Write one of the two, without quotes.'],
  ['[true]', '"draft" is a list, and must be a single value. Write it after the colon.'],
  ['', '"draft" is empty. Write true or false, or take the line out.'],
])('a story with draft: %s waits for one of the two words', (value, sentence) => {
  expect(problemsOf(post({ draft: value }))).toEqual([`posts/a.md line 5: ${sentence}`]);
});

test('a draft that is not finished has no problem but its note', () => {
  const unfinished = source('posts/b.md', written({ title: undefined, draft: 'true', published: 'some day' }, ''));
  expect(readStories([unfinished], images, rules).problems.map(problemLine)).toEqual([`posts/b.md line 2: ${NOTE}`]);
});

test('a draft keeps no story of the same name back', () => {
  const { stories } = readStories([post(), source('events/a.md', written({ title: 'A talk', draft: 'true' }))], images, rules);
  expect(stories.map(({ file }) => file)).toEqual(['posts/a.md']);
});

test('the status of a post, and words like unpublished, lead to the key draft', () => {
  expect(problemsOf(post({ status: 'draft' }))).toEqual([
    'posts/a.md line 5: "status" is not a key of a post. Only an event has one. Did you mean "draft: true" (nothing of it goes out yet)?',
  ]);
  expect(problemsOf(post({ unpublished: 'true' }))).toEqual([
    'posts/a.md line 5: "unpublished" is not a key of a post. Did you mean "draft"?',
  ]);
});

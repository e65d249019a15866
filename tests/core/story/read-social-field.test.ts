import { describe, expect, test } from 'vitest';
import { problemLine } from '#core/parsing/problem';
import { readRules } from '#core/rules/read-rules';
import { readStories } from '#core/story/read-stories';
import { RULES } from '#tests/flow/test-newsroom';

const encoder = new TextEncoder();
const source = (file: string, text: string) => ({ file, sizeBytes: text.length, bytes: encoder.encode(text) });
const rules = readRules(source('newsroom.yaml', RULES)).rules!;

/** A story whose `social:` begins at line 8, with its items below. */
function read(file: 'posts/a.md' | 'events/e.md', ...social: string[]) {
  const head =
    file === 'posts/a.md' ? ['author: Sam Example', '#', '#'] : ['venue: Bristol', 'starts: 2027-03-10T09:30', 'ends: 2027-03-10T16:00'];
  const keys = [
    '---',
    'title: Our first year',
    'published: 2026-09-10T09:00',
    ...head,
    '#',
    'social:',
    ...social.map((line) => `  ${line}`),
    '---',
    '',
    'Text.',
    '',
  ];
  const { stories, problems } = readStories([source(file, keys.join('\n'))], [], rules);
  return { story: stories[0], problems: problems.map(problemLine) };
}
const keysOf = (...args: Parameters<typeof read>) =>
  read(...args).story?.extraPosts?.map(({ key, text }) => (text === undefined ? key : `${key}: ${text}`));

describe('a list of social posts', () => {
  test('a story’s social list has the text of the first post, and further posts by days, weeks, hours or date', () => {
    const { story, problems } = read(
      'events/e.md',
      '- Come and learn with us.',
      '- { at: -2w }',
      '- at: -3h',
      '- { at: +1d, text: Thank you. }',
      '- at: 2027-02-01',
      '- { at: 2027-02-02T12:30, text: Book now. }',
    );
    expect(problems).toEqual([]);
    expect(story?.social).toEqual({ text: 'Come and learn with us.' });
    expect(story?.extraPosts?.map(({ key, text }) => [key, text])).toEqual([
      ['before-14d', undefined],
      ['before-3h', undefined],
      ['after-1d', 'Thank you.'],
      ['on-2027-02-01', undefined],
      ['on-2027-02-02t1230', 'Book now.'],
    ]);
  });

  test('a blog post’s social list counts from its publication, and may leave the first post to the template', () => {
    expect(keysOf('posts/a.md', '- { at: +2d }', '- { at: +1w, text: Again. }')).toEqual(['after-2d', 'after-7d: Again.']);
    expect(read('posts/a.md', '- { at: +2d }').story?.social).toBeUndefined();
  });

  test.each([
    [
      'a countdown to a blog post',
      'posts/a.md',
      ['- at: -7d'],
      'line 9: "-7d" is not a time for a post. Write +2d for two days after it is published, or a date such as',
    ],
    [
      'a time that is none',
      'events/e.md',
      ['- at: soon'],
      'line 9: "soon" is not a time for a post. Write -7d for seven days before the event',
    ],
    ['a day that is none', 'posts/a.md', ['- at: 2027-02-30'], 'line 9: "2027-02-30" is not a time for a post.'],
    [
      'a day before the story',
      'posts/a.md',
      ['- at: 2026-09-09'],
      'line 9: 2026-09-09 is before the story is published. Write a later day.',
    ],
    [
      'a post after the event without words',
      'events/e.md',
      ['- at: +1d'],
      'line 9: A post after the event needs words of its own. Add a line with text: below its time.',
    ],
    ['a date after the event without words', 'events/e.md', ['- at: 2027-03-11'], 'line 9: A post after the event needs words of its own.'],
    ['the same time twice', 'posts/a.md', ['- at: +7d', '- at: +1w'], 'line 10: Two posts are to go out at the same time.'],
    [
      'the same words twice',
      'posts/a.md',
      ['- Read it.', '- { at: +1d, text: Read it. }'],
      'line 10: Two posts have the same words, and X refuses what it has seen.',
    ],
    ['two first posts', 'posts/a.md', ['- Read it.', '- Read it now.'], 'line 10: Another post has no time either'],
    ['neither time nor text', 'posts/a.md', ['- {}'], 'line 9: This post has neither a time nor a text. Write, for example, at: '],
    ['another key', 'posts/a.md', ['- { at: +1d, txt: Read it. }'], 'line 9: "txt" is not a key of a social post. Did you mean "text"?'],
    [
      'six without words',
      'posts/a.md',
      [1, 2, 3, 4, 5, 6].map((day) => `- at: +${day}d`),
      'line 14: More than 5 posts without words of their own would repeat each other.',
    ],
    [
      'eleven',
      'posts/a.md',
      Array.from({ length: 11 }, (_, day) => `- { at: +${day + 1}d, text: Day ${day}. }`),
      'line 9: There are 11 posts in the list, and there can be at most 10.',
    ],
  ] as const)('a social list with %s is a problem on its line', (_, file, social, says) => {
    const { story, problems } = read(file, ...social);
    expect(story).toBeUndefined();
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`${file} ${says}`);
  });
});

test('a file may not have the name that a post of another story’s social list would have', () => {
  const { problems } = readStories([source('posts/a-on-2027-02-01.md', '---\n---\n')], [], rules);
  expect(problems.map(({ sentence }) => sentence)).toContainEqual(expect.stringContaining('Rename the file, for example to a.md.'));
});

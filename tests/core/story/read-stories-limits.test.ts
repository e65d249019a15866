import { describe, expect, test } from 'vitest';
import { readStories } from '#core/story/read-stories';
import { readNewsroom } from '#core/story/snapshot';
import { images, POST, post, problemsOf, rules, source, written } from '#tests/core/story/written-stories';

const RULES = 'newsroom.yaml';
const good = source('posts/good.md', written(POST));
const fill = (piece: string, characters = 40_000) => piece.repeat(Math.floor(characters / piece.length));
const numbered = (piece: (label: string) => string, times: number) =>
  Array.from({ length: times }, (_, i) => piece(i.toString(36))).join('\n');

describe('a file that cannot be read', () => {
  test.each([
    ['pairs within pairs', `{${'b: '.repeat(9_000)}}`],
    ['pairs in a list', `[${'b: '.repeat(9_000)}]`],
    ['keys in quotes', `{${'"b": '.repeat(9_000)}}`],
    ['anchors', `{${'b: &x '.repeat(6_000)}}`],
  ])('keys that exhaust the stack are a problem of their story alone: %s', (_, title) => {
    const { stories, problems } = readStories([good, post({ title })], images, rules);
    expect(stories.map(({ slug }) => slug)).toEqual(['good']);
    expect(problems.map(({ file }) => file)).toEqual(['posts/a.md']);
    const read = readNewsroom({ rules: source(RULES, `name: ${title}\n`), stories: [good], images });
    expect(read.problems.map(({ file }) => file)).toEqual([RULES]);
  });

  test('aliases that unfold to a thousand million values are a problem of their story alone', () => {
    const letters = [...'abcdefghi'];
    const bomb = letters.map(
      (letter, i) => `${letter}: &${letter} [${new Array(9).fill(i === 0 ? 'x' : `*${letters[i - 1]}`).join(', ')}]`,
    );
    const { stories } = readStories([good, post({ topics: `*i\n${bomb.join('\n')}` })], images, rules);
    expect(stories.map(({ slug }) => slug)).toEqual(['good']);
  });

  test('pictures within pictures by the thousand are a problem of their story alone', () => {
    const { stories, problems } = readStories([good, post({}, `${'!['.repeat(20_000)}x${'](a.png)'.repeat(7_000)}`)], images, rules);
    expect(stories.map(({ slug }) => slug)).toEqual(['good']);
    expect(problems.length).toBeGreaterThan(0);
  });
});

test('a text of more than 100,000 characters is a problem with both numbers, and is not read', () => {
  expect(problemsOf(post({}, fill('[a](b ', 150_000)))).toEqual([
    'posts/a.md line 6: The text has 150,001 characters, and may have 100,000. Make two stories of it, or shorten it.',
  ]);
});

test('text that the parser would leave out because it is nested too deeply is a problem with its line', () => {
  expect(problemsOf(post({}, `One\n\n${'> '.repeat(101)}two`))).toEqual([
    'posts/a.md line 9: This line has too many quotes or lists around it to be shown. Take some of them away.',
  ]);
});

describe('a long text', { timeout: 20_000 }, () => {
  test.each<[string, string]>([
    ['footnotes', `Text[^0].\n\n${numbered((label) => `[^${label}]: x`, 4_000)}`],
    [
      'footnotes that are named backwards',
      `${numbered((label) => `[^${label}]`, 2_500)
        .split('\n')
        .reverse()
        .join(' ')}\n\n${numbered((label) => `[^${label}]: x`, 2_500)}`,
    ],
    ['brackets', fill('[')],
    ['pictures that never end', fill('![')],
    ['links that never end', fill('[a](')],
    ['stars', fill('*a ')],
    ['backquotes', fill('` ')],
    ['quotes', fill('> a\n')],
    ['items', fill('- a\n')],
    ['rows', `| a | b |\n|---|---|\n${fill('| a | b |\n')}`],
    ['rows without cells', `${'|a'.repeat(300)}\n${'|-'.repeat(300)}\n${fill('|a\n')}`],
    ['entities', fill('&amp;')],
    ['tags', fill('<b>')],
    ['tags in quotation marks', fill('<a "')],
    ['paragraphs of HTML', fill('<p>a')],
    ['comments', fill('<!-- a -->\n\n')],
    ['comments of two lines', fill('<!-- a\n-->\n')],
    ['codes', fill('{{ a }} ')],
    ['names in brackets', `${fill('[abc]')}[/abc]`],
    ['bullets', fill('• a\n')],
    ['addresses', fill('https://example.org ')],
    ['definitions', numbered((label) => `[${label}]: x`, 4_000)],
  ])('a story is read in seconds, not minutes, whatever is in it: %s', (_, body) => {
    const { stories, problems } = readStories([good, post({}, body.slice(0, 94_000))], images, rules);
    expect(stories.map(({ slug }) => slug)).toContain('good');
    expect(problems.every(({ file }) => file === 'posts/a.md')).toBe(true);
  });
});

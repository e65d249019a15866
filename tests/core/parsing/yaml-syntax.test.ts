import { describe, expect, test } from 'vitest';
import { problemsOf, source } from '#tests/core/story/written-stories';

describe('YAML that is broken', () => {
  const broken = (lines: string) => source('posts/a.md', `---\n${lines}\npublished: 2026-09-10T09:00\n---\n\nText.\n`);
  test.each([
    [
      'a tab',
      'author: Sam\ntitle: A\nimage:\n  src: group.png\n\talt: A group',
      'posts/a.md line 6: This line begins with a tab. Replace it with spaces.',
    ],
    [
      'a colon in a text',
      'title: Learning: from deaths\nauthor: Sam',
      'posts/a.md line 2: The text has a colon in it, which is read as the end of another key. Put the whole text in quotes.',
    ],
    [
      'a text that begins with @',
      'author: Sam\ntitle: @ExampleMHC writes',
      'posts/a.md line 3: A text cannot begin with @ here. Put the whole text in quotes.',
    ],
    [
      'a text that begins with *',
      'author: Sam\ntitle: *new* words',
      'posts/a.md line 3: A text cannot begin with "!", "&" or "*" here. Put the whole text in quotes.',
    ],
    [
      'a quotation mark that is never closed',
      'title: "Our first year\nauthor: Sam',
      'posts/a.md line 2: A quotation mark opens here and is never closed. Close it at the end of the text.',
    ],
    ['a key twice', 'title: A\ntitle: B', 'posts/a.md line 3: "title" is here for the second time. Keep one of the two.'],
    [
      'a line without a colon',
      'title: A\nauthor Sam',
      'posts/a.md line 3: This line has no colon after its key. Write it like "title: Our first year".',
    ],
    [
      'words after a quotation',
      'title: "Safe" wards',
      'posts/a.md line 2: There is something left over on this line. Put the whole text in one pair of quotes.',
    ],
    [
      'keys without end',
      'title: x\n'.repeat(6000),
      'posts/a.md line 2: There are 54028 characters of keys and values, and there can be at most 50000. Shorten the longest of them.',
    ],
    [
      'brackets without end',
      `title: ${'['.repeat(20_000)}`,
      'posts/a.md line 2: There are too many brackets or dashes within each other. Put text that has brackets in quotes.',
    ],
  ])('broken YAML is reported with its line and remedy: %s', (_, lines, problem) => {
    expect(problemsOf(broken(lines))).toEqual([problem]);
  });

  test('broken YAML does not hide the other problems of the file', () => {
    expect(
      problemsOf(source('posts/a.md', '---\ntitle: Safe: wards\nauthro: Sam\npublished: 2026-02-30T09:00\n---\n![](group.png)\n')),
    ).toEqual([
      'posts/a.md line 1: There is no "author" in a post. Write, for example, author: Sam Example',
      'posts/a.md line 2: The text has a colon in it, which is read as the end of another key. Put the whole text in quotes.',
      'posts/a.md line 3: "authro" is not a key of a post. Did you mean "author"?',
      'posts/a.md line 4: "2026-02-30" is not a date. Write it as year-month-day, for example 2026-02-28.',
      'posts/a.md line 6: The image "group.png" has no alt text. Write in its square brackets what a person who cannot see it should know.',
    ]);
  });
});

import { expect, test } from 'vitest';
import { noteLines, notesByFile, type Problem, problemLines, problemsByFile } from '#core/parsing/problem';

const at = (line: number, level?: Problem['level'], file = 'posts/a.md'): Problem => ({
  file,
  line,
  sentence: `What is in line ${line}.`,
  ...(level && { level }),
});

test('three notes of a story are shown, those that matter most, with the number of the others', () => {
  const all = [at(1, 'minor'), at(2, 'minor'), at(3, 'note'), at(4, 'note'), at(5), at(6, 'minor'), at(9, 'note', 'posts/b.md')];
  expect(noteLines(all)).toEqual([
    'posts/a.md line 1: What is in line 1.',
    'posts/a.md line 3: What is in line 3.',
    'posts/a.md line 4: What is in line 4.',
    'posts/a.md: and 2 more notes.',
    'posts/b.md line 9: What is in line 9.',
  ]);
});

test('a file’s problems are shown up to ten, and it is said how many more there are', () => {
  const all = Array.from({ length: 5_000 }, (_, i) => at(i + 1));
  expect(problemLines(all)).toHaveLength(11);
  expect(problemLines(all).at(-1)).toBe('posts/a.md: and 4,990 more problems.');
  expect(problemLines([at(1, 'note'), at(2)])).toEqual(['posts/a.md line 2: What is in line 2.']);
});

test('what is said of a file stands together under its name, with the same limits', () => {
  const all = [at(7), at(4, 'note', 'posts/b.md'), at(2, 'note'), at(1, undefined, 'posts/b.md'), at(3)];
  expect(problemsByFile(all)).toEqual([
    { file: 'posts/a.md', lines: ['Line 3: What is in line 3.', 'Line 7: What is in line 7.'] },
    { file: 'posts/b.md', lines: ['Line 1: What is in line 1.'] },
  ]);
  const many = Array.from({ length: 11 }, (_, i) => at(i + 1));
  expect(problemsByFile(many)[0]?.lines.slice(-2)).toEqual(['Line 10: What is in line 10.', 'And 1 more problem.']);
  expect(notesByFile([1, 2, 3, 4, 5].map((line) => at(line, 'note')))[0]?.lines.slice(-2)).toEqual([
    'Line 3: What is in line 3.',
    'And 2 more notes.',
  ]);
});

// P8 and P11: a title that readers know already.
import type { Checked, Found, PreflightRule } from '#core/preflight/rule';
import type { Story } from '#core/story/story';
import { MONTHS, WEEKDAYS } from '#core/time/day-names';
import { nhsDate } from '#core/time/nhs-dates';

export const titleRules: readonly PreflightRule[] = [
  {
    id: 'P8',
    level: 'notes',
    why: 'The title is the subject of the email: readers who know it take the email for one that they have read.',
    check: (draft) => titled(draft, (words, other) => words.join(' ') === other.join(' '), 'is also the title of'),
  },
  {
    id: 'P11',
    level: 'notes',
    why: 'Readers, and whoever searches, mix up two titles that are nearly the same.',
    check: (draft) => titled(draft, isVeryLike, 'is very like the title of'),
  },
];

function titled({ fields, others }: Checked, isLike: (words: string[], other: string[]) => boolean, how: string): Found[] {
  const title = fields.title.trim();
  const words = wordsOf(title);
  if (words.length === 0) return [];
  const like = others.filter((story) => isLike(words, wordsOf(story.title))).toSorted((a, b) => newest(a, b));
  return like.slice(0, 1).map((story) => {
    const what = story.kind === 'event' ? `the event of ${nhsDate(story.starts)}` : `the post of ${nhsDate(story.published)}`;
    const name = how.startsWith('is very') ? `, “${story.title}”` : '';
    return { field: 'title' as const, sentence: `“${title}” ${how} ${what}${name}.` };
  });
}

function newest(a: Story, b: Story): number {
  return b.published.toString().localeCompare(a.published.toString());
}

/** Words that tell one issue of a series from another. */
const TELLING = new Set(
  [
    ...[...MONTHS, ...WEEKDAYS, 'spring', 'summer', 'autumn', 'winter', 'morning', 'afternoon', 'evening', 'part', 'one', 'two', 'three'],
    ...[
      'four',
      'five',
      'six',
      'first',
      'second',
      'third',
      'fourth',
      'fifth',
      'sixth',
      'last',
      'new',
      'next',
      'north',
      'south',
      'east',
      'west',
    ],
    ...['not', 'more', 'fewer', 'before', 'after', 'without', 'online'],
  ].map((word) => word.toLowerCase()),
);
const SMALL = new Set(['a', 'an', 'the', 'of', 'in', 'on', 'to', 'for', 'and', 'at', 'our', 'with']);
const LEAST_WORDS = 4;

/** True when at most one word differs, out of at least four that say something, and that word tells no issue of a series from another. */
function isVeryLike(words: string[], other: string[]): boolean {
  const [a, b] = [words, other].map((all) => all.filter((word) => !SMALL.has(word)));
  if (!a || !b || words.join(' ') === other.join(' ') || Math.min(a.length, b.length) < LEAST_WORDS) return false;
  const odd = [...a.filter((word) => !b.includes(word)), ...b.filter((word) => !a.includes(word))];
  const isOneWord = odd.length <= 1 || (odd.length === 2 && a.length === b.length);
  return isOneWord && odd.every((word) => !TELLING.has(word) && !/\d/u.test(word));
}

function wordsOf(title: string): string[] {
  return (
    title
      .toLowerCase()
      .replaceAll(/['’]/gu, '')
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changesBetween } from '#core/draft/compare';
import { fieldsOf, type StoryFields, withFields } from '#core/draft/story-fields';
import { wordPieces } from '#core/draft/word-changes';
import { ODD_FILES } from '#tests/core/draft/odd-files';

const BODY = 'One and only.\n\nTwo old friends met here.\n\n## What we did\n\nThree.\n\n- a\n- b\n\nFour.\n';
const EVENT = `---\ntitle: Spring session\nstarts: 2026-11-26T09:30\nends: 2026-11-26T16:00\nvenue: Bristol\npublished: 2026-10-01T10:00\ntopics: [medication]\ndraft: true\n---\n\n${BODY}`;
const changed = (change: Partial<StoryFields>) =>
  changesBetween(EVENT, withFields(EVENT, 'event', { ...fieldsOf(EVENT, 'event').fields, ...change }), 'event');
const bodyChanged = (from: string, to: string) => changed({ body: BODY.replace(from, to) });
const at = (day: string, time: string) => ({ day, month: '11', year: '2026', time });

describe('history says in words', () => {
  test.each<[Partial<StoryFields>, string[]]>([
    [{ title: 'Autumn session' }, ['Title changed']],
    [{ summary: 'A day.' }, ['Summary added']],
    [{ venue: '' }, ['Place taken out']],
    [{ starts: at('26', '10am') }, ['Starts: Thursday 26 November 2026, 9:30am → 10am']],
    [{ starts: at('27', '09:30') }, ['Starts: Thursday 26 November 2026, 9:30am → Friday 27 November 2026, 9:30am']],
    [{ ends: at('31', '16:00') }, ['Ends: Thursday 26 November 2026, 4pm → 31 11 2026, 16:00']],
    [{ status: 'postponed' }, ['Status: confirmed → postponed']],
    [{ topics: ['learning-from-deaths'] }, ['Topic learning-from-deaths added', 'Topic medication taken out']],
    [{ extraPosts: [{ when: '-7d', text: '' }] }, ['1 extra post added']],
    [{ imageSrc: 'group.png', imageDecorative: true }, ['Picture added', 'The picture is now only decoration']],
  ])('history says in words which field changed: %o', (change, sentences) => {
    expect(changed(change)).toEqual(sentences);
  });
  test.each([
    ['Two old friends met here.', 'Three new friends met there.', ['3 words in the 2nd paragraph']],
    ['One and only.', 'One and *only*', ['Punctuation or formatting in the 1st paragraph']],
    ['Four.', 'Something else entirely.', ['3 words in the 4th paragraph']],
    ['Four.', 'Four.\n\nFive.', ['1 paragraph added after the 4th']],
    ['Four.', 'Four.\n\nFive.\n\nSix.\n\n- x', ['2 paragraphs and 1 list added after the 4th paragraph']],
    ['One and only.', 'Zero.\n\nOne and only.', ['1 paragraph added at the beginning']],
    ['Three.\n\n', '', ['1 paragraph taken out after the heading “What we did”']],
    ['- b', '- c', ['1 word in the list']],
    ['## What we did', '## What we learned', ['1 word in the heading “What we learned”']],
    [
      'One and only.\n\nTwo old friends met here.',
      'Two old friends met here.\n\nOne and only.',
      ['1 paragraph moved, and is now the 2nd paragraph'],
    ],
  ])('history says in words what changed in the text: %s → %s', (from, to, sentences) => {
    expect(bodyChanged(from, to)).toEqual(sentences);
  });
  test('history names a changed key that the form does not have', () => {
    expect(changesBetween(EVENT, EVENT.replace('draft: true\n', ''), 'event')).toEqual(['The key “draft” taken out']);
  });
  test('history says that only line ends or comments changed', () => {
    expect(changesBetween(EVENT, EVENT.replaceAll('\n', '\r\n'), 'event')).toEqual(['Line ends changed']);
    expect(changesBetween(EVENT, EVENT.replace('venue:', '# where\nvenue:'), 'event')).toEqual([
      'Spaces, comments or the order of the keys changed',
    ]);
  });
});

test('two versions that differ have a change, and two that do not have none', () => {
  const versions = fc.constantFrom(EVENT, ...ODD_FILES.map(({ text }) => text));
  fc.assert(
    fc.property(versions, versions, fc.constantFrom('post' as const, 'event' as const), (before, after, kind) => {
      expect(changesBetween(before, after, kind).length > 0).toBe(before !== after);
    }),
  );
});

test('the pieces of two texts give both of them', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (before, after) => {
      const pieces = wordPieces(before, after);
      const texts = (not: string) =>
        pieces
          .filter(({ is }) => is !== not)
          .map(({ text }) => text)
          .join('');
      expect([texts('new'), texts('gone')]).toEqual([before, after]);
    }),
  );
});

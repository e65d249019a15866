import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fieldsOf } from '#core/draft/story-fields';
import { mended, preflight } from '#core/preflight/preflight';
import { draftOf, SETTING } from '#tests/core/preflight/notes-of';

/** Words with faults, between what could shift or hide them. */
const PIECES = [
  ...[
    'Thursday 14 December 2026',
    'He committed suicide',
    'approximately',
    'The mentally ill',
    '31 November',
    'whilst',
    'TBC',
    '“',
    '”',
    '"',
  ],
  ...[
    '`',
    '~~~\n',
    '> ',
    '- ',
    '\n',
    '\n\n',
    '    ',
    '**',
    '_',
    '<!--',
    '-->',
    '<b>',
    '[a](',
    ')',
    '](',
    '|',
    '\\',
    'https://example.org/',
    '’',
  ],
  ...['😀', 'é', '\u0301', '\t', '[^1]', '[^1]: ', '[1]: ', '# ', '***', '&amp;', '{{', '\r\n'],
];

test('whatever stands around the words, a button changes them and nothing else', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...PIECES), { maxLength: 25 }), (pieces) => {
      const draft = draftOf('event', { body: pieces.join(' '), followUp: pieces.toReversed().join(' ') });
      const { fields: before } = fieldsOf(draft.text, 'event');
      for (const { mend } of preflight(draft, SETTING)) {
        if (!mend || 'date' in mend) continue;
        const { field, start, end, put } = mend;
        const words = before[field];
        if (typeof words !== 'string') throw new Error(`${field} is no text.`);
        const { fields: after } = fieldsOf(mended(draft, mend), 'event');
        const wanted = { ...before, [field]: words.slice(0, start) + put + words.slice(end) };
        expect(after).toEqual(wanted);
        expect(words.slice(start, end)).toMatch(/^(?:Thursday|committed\s+suicide|approximately|the mentally ill|whilst)$/iu);
      }
    }),
  );
});

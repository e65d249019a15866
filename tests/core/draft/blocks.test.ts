import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { blockName, blocksOf, blockText, linesOfBlocks } from '#core/draft/blocks';
import { joined, linesOf, partsOf } from '#core/draft/file-lines';
import { ODD_FILES } from '#tests/core/draft/odd-files';

const texts = [
  ...['posts', 'events'].flatMap((folder) =>
    readdirSync(`content/${folder}`).map((name) => readFileSync(`content/${folder}/${name}`, 'utf8')),
  ),
  ...ODD_FILES.map(({ text }) => text),
];
const kindsOf = (text: string) => blocksOf(linesOf(text)).blocks.map((block) => [block.kind, blockText(block)]);

test('a text that is cut into blocks and put together again has the same bytes', () => {
  const pieces = fc.array(
    fc.oneof(
      fc.constantFrom(
        '\n',
        '\r\n',
        '\r',
        '\n\n',
        '- a',
        '  b',
        '1. c',
        '> q',
        '# h',
        '===',
        '---',
        '```',
        '    code',
        '| a | b |',
        '|---|---|',
        '[^1]: note',
        '[^1]:',
        '[a]: https://example.org',
        '<!-- x',
        '-->',
        '![p](g.png "c")',
      ),
      fc.string({ unit: 'binary', maxLength: 20 }),
    ),
    { maxLength: 30 },
  );
  fc.assert(
    fc.property(
      fc.oneof(
        pieces.map((all) => all.join('')),
        fc.constantFrom(...texts),
      ),
      (text) => {
        expect(joined(linesOfBlocks(blocksOf(linesOf(text))))).toBe(text);
      },
    ),
    { numRuns: 500 },
  );
});

test.each(texts)('every block of a story begins and ends with words, and no line with words is in a gap', (text) => {
  const { lead, blocks } = blocksOf(partsOf(text)?.body ?? linesOf(text));
  for (const { lines } of blocks) expect([lines[0]?.words.trim(), lines.at(-1)?.words.trim()]).not.toContain('');
  for (const { words } of [...lead, ...blocks.flatMap(({ gap }) => gap)]) expect(words.trim()).toBe('');
});

test('pictures with captions, footnotes and addresses of links are blocks of their own', () => {
  const text =
    '# Title\nWords[^1].\n\n![People](group.png "The caption")\n\n[^1]: The note\n    goes on.\n\n    And more.\n[^2]:\n[that]: https://example.org\n- a\n\n  b\n\nLast.';
  expect(kindsOf(text)).toEqual([
    ['heading', '# Title'],
    ['paragraph', 'Words[^1].'],
    ['paragraph', '![People](group.png "The caption")'],
    ['footnote', '[^1]: The note\n    goes on.\n\n    And more.'],
    ['paragraph', '[^2]:'],
    ['address', '[that]: https://example.org'],
    ['list', '- a\n\n  b'],
    ['paragraph', 'Last.'],
  ]);
});

test('a text that takes the parser too long is cut at its empty lines', () => {
  const list = '- a\n'.repeat(80_000);
  expect(blocksOf(linesOf(`${list}\nLast.`)).blocks.map(({ kind }) => kind)).toEqual(['paragraph', 'paragraph']);
});

test('blocks are called what a person would call them', () => {
  const { blocks } = blocksOf(linesOf('One.\n\n## What *we* did\n\nTwo.\n\n- a\n\nThree.\n\n| a |\n|---|\n\n***\n\n> q\n\n    c\n\n> q2'));
  expect(blocks.map((_, index) => blockName(blocks, index))).toEqual([
    'the 1st paragraph',
    'the heading “What we did”',
    'the 2nd paragraph',
    'the list',
    'the 3rd paragraph',
    'the table',
    'the line across',
    'the 1st quotation',
    'the code block',
    'the 2nd quotation',
  ]);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fits, fitText, POST_LIMIT, shortenings, splitText, weigh } from '#core/social/x-length';

// X's documented weights (docs.x.com, "Counting characters"): 1 for U+0000-10FF, 2000-200D, 2010-201F and 2032-2037,
// 2 for the rest, 2 for any emoji however it is composed, 23 for any link.
const COUNTED: [what: string, text: string, weight: number][] = [
  ['English', 'Learning from deaths', 20],
  ['a pound sign, dashes and curly quotes', '£–—‘’“”', 7],
  ['primes', '′″', 2],
  ['Welsh', 'ŵŷŴŶ', 4],
  ['Arabic', 'الصحة', 5],
  ['Hindi', 'नमस्ते', 6],
  ['an accent of its own', 'e\u0301', 1],
  ['Georgian, the last at one', '\u10ff', 1],
  ['Hangul Jamo, the first at two', '\u1100', 2],
  ['an ellipsis, a bullet, an arrow, a euro, a tick', '…•→€✓', 10],
  ['the trade mark sign and the copyright sign', '™©', 3],
  ['Japanese', 'の漢字', 6],
  ['a letter beyond the first plane', '𝗯', 2],
  ['a direction mark', '\u200e', 2],
  ['a zero-width joiner alone', '\u200d', 1],
  ['line breaks', 'a\n\nb', 4],
  ['a face', '😀', 2],
  ['a keycap', '1️⃣', 2],
  ['a flag', '🇬🇧', 2],
  ['the flag of Wales', '🏴󠁧󠁢󠁷󠁬󠁳󠁿', 2],
  ['a family', '👨‍👩‍👧‍👦', 2],
  ['a nurse with a skin tone', '👩🏽‍⚕️', 2],
  // The parser that twitter-text ships counts these in parts: 8, 7, 5, 9, 4, 5, 8 and 4.
  ['people holding hands with two skin tones', '🧑🏽‍🤝‍🧑🏻', 2],
  ['the transgender flag', '🏳️‍⚧️', 2],
  ['a heart on fire', '❤️‍🔥', 2],
  ['two hands shaking', '🫱🏿‍🫲🏻', 2],
  ['heart hands', '🫶🏽', 2],
  ['a phoenix', '🐦‍🔥', 2],
  ['two adults and a child', '🧑‍🧑‍🧒', 2],
  ['the flag of Sark', '🇨🇶', 2],
  ['a link', 'https://news.example.org/posts/introducing-the-collaborative?utm_source=x', 23],
  ['a link in brackets', '(https://a.org)', 25],
  ['a link without https', 'nhs.uk', 23],
  ['a link that nobody meant', 'care.It works', 29],
  ['an address of a mailbox', 'team@example.org', 16],
  ['a name and a hashtag at face value', '@IQMentalHealth #MentalHealth', 29],
];

test.each(COUNTED)('%s has the weight that X documents', (_, text, weight) => {
  expect(weigh(text).weight).toBe(weight);
});

test.each(COUNTED)('%s fits in a post up to a weight of 280 and no further', (_, text, weight) => {
  const filled = (total: number) => `${text} ${'x'.repeat(total - weight - 1)}`;
  expect([279, 280, 281].map((total) => [weigh(filled(total)).weight, weigh(filled(total)).valid])).toEqual([
    [279, true],
    [280, true],
    [281, false],
  ]);
});

test.each([
  [0x10ff, 1],
  [0x1100, 2],
  [0x1fff, 2],
  [0x2000, 1],
  [0x200d, 1],
  [0x200e, 2],
  [0x200f, 2],
  [0x2010, 1],
  [0x201f, 1],
  [0x2020, 2],
  [0x2031, 2],
  [0x2032, 1],
  [0x2037, 1],
  [0x2038, 2],
  [0x202a, 2],
  [0x2066, 2],
  [0x061c, 1],
  [0xd7ff, 2],
  [0xe000, 2],
  [0x10ffff, 2],
])('the character U+%s, at the edge of a range, weighs %i', (code, weight) => {
  expect(weigh(`a${String.fromCodePoint(code)}a`)).toMatchObject({ weight: weight + 2, valid: true });
});

/** The published rule, written independently: 2 for a whole emoji, else each code point of the composed text by its range. */
function byTheRule(text: string): number {
  const characters = Array.from(
    new Intl.Segmenter('en-GB', { granularity: 'grapheme' }).segment(text.normalize('NFC')),
    ({ segment }) => segment,
  );
  const light = (code: number) =>
    code <= 0x10ff || (code >= 0x2000 && code <= 0x200d) || (code >= 0x2010 && code <= 0x201f) || (code >= 0x2032 && code <= 0x2037);
  const weightOf = (character: string) =>
    /^\p{RGI_Emoji}$/v.test(character) ? 2 : [...character].reduce((sum, sign) => sum + (light(sign.codePointAt(0) ?? 0) ? 1 : 2), 0);
  return characters.reduce((sum, character) => sum + weightOf(character), 0);
}

test('any text without links has the weight of the published rule', () => {
  const emoji = fc.constantFrom(
    '😀',
    '🇬🇧',
    '🏴󠁧󠁢󠁷󠁬󠁳󠁿',
    '👨‍👩‍👧‍👦',
    '👩🏽‍⚕️',
    '🧑🏽‍🤝‍🧑🏻',
    '🏳️‍⚧️',
    '❤️‍🔥',
    '🫱🏿‍🫲🏻',
    '🫶🏽',
    '🐦‍🔥',
    '🧑‍🧑‍🧒',
    '🇨🇶',
    '🫨',
    '🩵',
    '🫩',
  );
  // The cases above cover signs that may or may not be emoji, joiners, and what makes a link.
  const sign = fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }).filter((one) => !/[\p{Emoji}\p{M}\p{Cf}\p{Cs}\p{Cn}.]/u.test(one));
  fc.assert(
    fc.property(fc.array(fc.oneof(emoji, sign), { maxLength: 40 }), (signs) => {
      const text = signs.join(' ');
      expect(weigh(text).weight).toBe(byTheRule(text));
    }),
    { numRuns: 300 },
  );
});

test('an empty text, and one with a character that X refuses, is light but invalid', () => {
  for (const text of ['', 'a\ufeffb', 'a\uffffb', 'a\ufffeb']) expect([text, fits(text)]).toEqual([text, false]);
});

test('the valid range of a text ends at the last character that fits', () => {
  expect(weigh('x'.repeat(300)).rangeEnd).toBe(279);
  expect(weigh(`${'x'.repeat(279)}😀`).rangeEnd).toBe(278);
});

test('the weight of a text too long to be parsed grows with every further character', () => {
  expect(weigh('a.'.repeat(20_000))).toMatchObject({ weight: 40_000, valid: false });
  const links = `https://a.org/${'x'.repeat(3_900)} https://a.org/${'x'.repeat(1_000)} `;
  expect(fits(links)).toBe(true);
  expect(fits(`${links}${'word '.repeat(30)}`)).toBe(false);
});

test('the fullest version of a text that fits is taken, or none', () => {
  expect(fitText(['x'.repeat(281), 'two', 'three'])).toBe('two');
  expect(fitText(['four', 'five'], 3)).toBeUndefined();
});

test('a text is shortened word by word, its first word letter by letter, and never ends in a comma before the ellipsis', () => {
  expect([...shortenings('We, the 👩🏽‍⚕️')]).toEqual(['We, the…', 'We…', 'We…', 'W…', '']);
  expect([...shortenings('👩🏽‍⚕️é')]).toEqual(['👩🏽‍⚕️…', '']);
});

const prose = fc
  .array(
    fc.constantFrom('Learning.', 'from', 'deaths', 'https://a.org/b?c=1', '漢字です。', '😀', 'Why?', '"Yes."', '\n\n', 'x'.repeat(90)),
    { maxLength: 120 },
  )
  .map((parts) => parts.join(' '));
const anything = fc.string({ unit: 'grapheme', maxLength: 900 }).map((text) => text.toWellFormed().replace(/[\ufffe\ufeff\uffff]/g, ''));

test('a split text loses only the spaces at the cuts, and each piece fits', () => {
  fc.assert(
    fc.property(fc.oneof(prose, anything), (text) => {
      const pieces = splitText(text, 200);
      expect(pieces.filter((piece) => !fits(piece, 200))).toEqual([]);
      expect(pieces.join('').replace(/\s/gu, '')).toBe(text.replace(/\s/gu, ''));
    }),
    { numRuns: 60 },
  );
});

test('a text is split between sentences if they fit, and never inside a link', () => {
  const sentence = (sign: string) => `${'word '.repeat(20)}${sign}`;
  expect(splitText(`${sentence('end.')} ${sentence('end?')} ${sentence('end!')}`, 220)).toEqual([
    `${sentence('end.')} ${sentence('end?')}`,
    sentence('end!'),
  ]);
  const link = 'https://a.org/find?q=one.Two&x=3!4';
  expect(splitText(`${'x'.repeat(POST_LIMIT - 10)} ${link}`)).toEqual(['x'.repeat(POST_LIMIT - 10), link]);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isAnswer, questionOf } from '#core/signup/question';
import { subscriberId } from '#tests/contracts/ids';

const seeds = fc.nat({ max: 2 ** 31 }).map((n) => subscriberId(n).split('').toReversed().join(''));

test('each sign-up question has one answer, in digits or in a word, and no other is right', () => {
  fc.assert(
    fc.property(seeds, fc.nat({ max: 40 }), (seed, other) => {
      const { question, answer } = questionOf(seed);
      expect(question).toMatch(/^You have \w+ \w+ and get \w+ more\. How many \w+ have you now\?$/);
      expect(isAnswer(seed, ` ${answer} `)).toBe(true);
      expect(isAnswer(seed, String(other))).toBe(other === answer);
    }),
  );
  expect(isAnswer('000000', questionOf('000000').answer === 3 ? 'Three.' : '')).toBe(true);
});

test.each(['', ' ', '3x', '-3', '3.0', 'many', '03e0'])('%j is no answer to a sign-up question', (written) => {
  expect(isAnswer('000000', written)).toBe(false);
});

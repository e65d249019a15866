import { expect, test } from 'vitest';
import { adviceOf } from '#core/email-check/advice';
import type { EmailFinding } from '#core/email-check/check';

const finding = (rule: string, sentence = rule, level: EmailFinding['level'] = 'warns'): EmailFinding => ({
  rule,
  level,
  fixedBy: 'editor',
  sentence,
});

test('at most three notes of an email are shown, and the rest is counted', () => {
  const { shown, rest } = adviceOf(['W19', 'W18', 'W16', 'W10', 'H12'].map((rule) => finding(rule)));
  expect(shown.map(({ rule }) => rule)).toEqual(['H12', 'W16', 'W18']);
  expect(rest.map(({ rule }) => rule)).toEqual(['W10', 'W19']);
});

test('a link that leaves readers outside comes before a long sentence', () => {
  const { shown } = adviceOf([finding('W19'), finding('W21'), finding('W20')]);
  expect(shown.map(({ rule }) => rule)).toEqual(['W20', 'W21', 'W19']);
});

test('six long sentences do not hide a note of another kind', () => {
  const long = Array.from({ length: 6 }, (_, i) => finding('W19', `Sentence ${i}.`));
  const { shown, rest } = adviceOf([...long, finding('M4')]);
  expect(shown.map(({ sentence }) => sentence)).toEqual(['Sentence 0.', 'M4', 'Sentence 1.']);
  expect(rest).toHaveLength(4);
});

test('what blocks an email is no advice', () => {
  expect(adviceOf([finding('W4', 'Dead.', 'blocks')])).toEqual({ shown: [], rest: [] });
});

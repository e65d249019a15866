import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isMailable, readAddress } from '#core/mime/mailable-address';
import type { Topic } from '#core/rules/rules';
import { readSignupForm, type TypedForm } from '#core/signup/signup-form';
import { sampleRules } from '#tests/core/samples';

const typed = (more: Partial<TypedForm> = {}): TypedForm => ({
  email: 'zoe@example.org',
  name: '',
  organisation: '',
  frequency: 'each',
  topics: [],
  ...more,
});

test.each([
  ['zoe@example.org', 'zoe@example.org'],
  ['  Zoe.Smith+news@NHS.net \n', 'Zoe.Smith+news@nhs.net'],
  ['zoe@münchen.example', 'zoe@xn--mnchen-3ya.example'],
  ['zoe@例え.jp', 'zoe@xn--r8jz45g.jp'],
  ['\u202azoe@exam\u200bple.org\u202c', 'zoe@example.org'],
  ["o'neill@example.org", "o'neill@example.org"],
])('the sign-up address %j is read as %j', (given, taken) => {
  expect(readAddress(given)).toBe(taken);
});

test('the name in the form is kept without characters that turn the direction of what stands around them', () => {
  const read = readSignupForm(typed({ name: '\u202eeoZ\u2066 \u200fالف\ufeff 👩‍⚕️' }), sampleRules());
  expect('choices' in read && read.choices.name).toBe('eoZ الف 👩‍⚕️');
});

test.each([
  '',
  'zoe',
  'zoe@',
  '@example.org',
  'zoë@example.org',
  'zoe@localhost',
  'zoe@example',
  'zoe@192.0.2.1',
  'zoe@[192.0.2.1]',
  'zoe@0x7f.1',
  'zoe@example.org/path',
  'zoe@example.org:25',
  'zoe@exa mple.org',
  'zoe@example.org, ben@example.org',
  'Zoe <zoe@example.org>',
  'zoe@example.org\r\nBcc: ben@example.org',
  `${'z'.repeat(65)}@example.org`,
  `zoe@${'z'.repeat(64)}.org`,
  'zoe@@example.org',
  '"zoe smith"@example.org',
])('the sign-up address %j is refused: it cannot be mailed', (given) => {
  expect(readAddress(given)).toBeUndefined();
});

test('every sign-up address that is accepted can be mailed', () => {
  const parts = fc.string({ unit: 'grapheme' });
  fc.assert(
    fc.property(
      fc.oneof(
        parts,
        fc.tuple(parts, parts).map(([a, b]) => `${a}@${b}.org`),
        fc.emailAddress(),
      ),
      (email) => {
        const address = readAddress(email);
        expect(address === undefined || isMailable(address)).toBe(true);
      },
    ),
    { numRuns: 1_000 },
  );
});

describe('the sign-up form', () => {
  test('the sign-up form asks for a missing address and frequency, each in a sentence of its own', () => {
    const read = readSignupForm(typed({ email: '', frequency: '' }), sampleRules());
    expect('mistakes' in read && read.mistakes.map(({ field }) => field)).toEqual(['email', 'frequency']);
    const accents = readSignupForm(typed({ email: 'zoë@example.org' }), sampleRules());
    expect('mistakes' in accents && accents.mistakes[0]?.sentence).toMatch('plain letters before the @');
  });

  test('the sign-up form takes only choices that exist', () => {
    const read = readSignupForm(
      typed({ topics: ['learning-from-deaths', 'nonsense'], organisation: 'nowhere', frequency: 'each' }),
      sampleRules(),
    );
    expect('choices' in read && read.choices).toEqual({ name: '', frequency: 'each', topics: ['learning-from-deaths'] });
    expect('mistakes' in readSignupForm(typed({ frequency: 'hourly' }), sampleRules())).toBe(true);
  });

  test('the sign-up form reads every topic as none, so that later topics are included', () => {
    const all: Topic[] = [...sampleRules().topics.keys()];
    const read = readSignupForm(typed({ topics: all }), sampleRules());
    expect('choices' in read && read.choices.topics).toEqual([]);
  });
});

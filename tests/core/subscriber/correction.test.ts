import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCorrection, sameOrLess } from '#core/subscriber/correction';
import { frequencies } from '#core/subscriber/frequencies';
import { sampleRules, sampleSubscriber, topic } from '#tests/core/samples';

const RULES = sampleRules();
const TOPICS = [...RULES.topics.keys()];
const FREQUENCIES = frequencies(RULES).map(({ value }) => value);
/** How many of these emails come in a year, at most. */
const A_YEAR: Record<string, number> = { events: 0, each: 1_000 };
const aYear = (frequency: string) =>
  A_YEAR[frequency] ?? (RULES.digests.find(({ name }) => name === frequency)?.when.every === 'month' ? 12 : 52);

test('a correction never makes anybody get more than they agreed to, whatever is typed', () => {
  fc.assert(
    fc.property(
      fc.record({ frequency: fc.constantFrom(...FREQUENCIES), topics: fc.subarray(TOPICS) }),
      fc.record({
        frequency: fc.constantFrom(...FREQUENCIES, 'nonsense'),
        topics: fc.subarray([...TOPICS, topic('nonsense')]),
        reason: fc.constantFrom('', 'She phoned'),
      }),
      (had, typed) => {
        const person = sampleSubscriber(had);
        const fields: Record<string, string[]> = {
          name: ['Ama'],
          frequency: [typed.frequency],
          topics: typed.topics,
          reason: [typed.reason],
        };
        const read = readCorrection((field) => fields[field] ?? [], person, RULES);
        if (!('value' in read)) return;
        const { choices, reason } = read.value;
        expect(aYear(choices.frequency)).toBeLessThanOrEqual(aYear(had.frequency));
        const gets = (topics: readonly string[]) => (topics.length === 0 ? TOPICS : topics);
        expect(gets(had.topics)).toEqual(expect.arrayContaining([...gets(choices.topics)]));
        expect(reason).toBe('She phoned');
      },
    ),
    { numRuns: 500 },
  );
});

test('a correction that keeps every topic of somebody who chose none leaves them with topics that come later', () => {
  const fields: Record<string, string[]> = { name: ['Ama'], frequency: ['events'], topics: TOPICS, reason: ['She phoned'] };
  const read = readCorrection((field) => fields[field] ?? [], sampleSubscriber({ topics: [] }), RULES);
  expect(read).toMatchObject({ value: { choices: { topics: [], frequency: 'events' } } });
});

test('a correction offers what the person has now and what is less, also when the rules do not know it any more', () => {
  expect(sameOrLess({ frequency: 'events' }, RULES).map(({ value }) => value)).toEqual(['events']);
  expect(sameOrLess({ frequency: 'each' }, RULES).map(({ value }) => value)).toEqual(FREQUENCIES);
  expect(sameOrLess({ frequency: 'fortnightly' }, RULES).map(({ value }) => value)).toEqual(['events']);
});

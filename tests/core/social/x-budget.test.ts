import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PublicationRecord } from '#core/publication/publication';
import { utmLink } from '#core/site/utm-link';
import { dollars, monthOf, overBudget, priceMilliUsd, spentMilliUsd } from '#core/social/x-budget';
import { id, london, sampleRules, slug } from '#tests/core/samples';

const rules = sampleRules();

function posted(on: string, priceMilliUsd: number, different: Partial<PublicationRecord> = {}): PublicationRecord {
  const due = london(on);
  const [begun, firstAt] = [due.subtract({ minutes: 2 }).toInstant(), due.toInstant()];
  return {
    id: id(on),
    kind: 'social',
    channel: 'x',
    due,
    stories: [],
    decision: 'go',
    state: 'done',
    version: 1,
    begun,
    firstAt,
    priceMilliUsd,
    ...different,
  };
}

test('an X post costs 20 cents with a link and 1.5 without, and each image half a cent more', () => {
  expect([priceMilliUsd({ links: 1, images: 0 }), priceMilliUsd({ links: 2, images: 1 }), priceMilliUsd({ links: 0, images: 0 })]).toEqual([
    200, 205, 15,
  ]);
  expect([200, 205, 15, 1_235, 10_000, 0].map(dollars)).toEqual(['$0.20', '20.5 cents', '1.5 cents', '$1.24', '$10', '$0']);
});

test('a budget month is one of London: the last hour of a summer month belongs to it, though UTC says the next', () => {
  expect(monthOf(london('2019-08-31T23:30'), rules)).toBe('2019-08');
  expect(monthOf(london('2019-09-01T00:30').withTimeZone('UTC'), rules)).toBe('2019-09');
});

test('the money spent in a month is that of the posts begun in it', () => {
  const { begun, firstAt, ...waiting } = posted('2019-09-12T09:00', 200, { state: 'waiting' });
  const records = [posted('2019-09-01T00:00', 200), posted('2019-09-30T23:59', 215), posted('2019-10-01T00:00', 200), waiting];
  expect(spentMilliUsd('2019-09', records, rules)).toBe(415);
});

test('an X post goes out by itself as long as the month stays within its budget, to the last thousandth of a dollar', () => {
  expect(overBudget(200, 9_800, rules)).toBeUndefined();
  expect(overBudget(201, 9_800, rules)).toBe('It waits for your yes: the month’s budget of $10 is used.');
  expect(overBudget(0, 20_000, rules)).toBeUndefined();
  const odd = sampleRules({ social: { ...rules.social, monthlyBudgetUsd: 0.29 } });
  expect(overBudget(290, 0, odd)).toBeUndefined();
});

test('the money spent is summed exactly, in any order of the stored posts', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(15, 20, 200, 205)), (prices) => {
      const records = prices.map((priceMilliUsd) => posted('2019-09-12T09:00', priceMilliUsd));
      const sum = prices.reduce((a, b) => a + b, 0);
      expect(spentMilliUsd('2019-09', records, rules)).toBe(sum);
      expect(spentMilliUsd('2019-09', records.toReversed(), rules)).toBe(sum);
    }),
  );
});

test('links have UTM parameters if the rules ask for them, and say nothing about the reader', () => {
  const tags = { source: 'x', medium: 'social', story: slug('a'), publication: id('x-a-7d') } as const;
  expect(utmLink('https://news.example.org/posts/a', tags, {})).toBe('https://news.example.org/posts/a');
  expect(utmLink('https://news.example.org/posts/a?b=1#c', tags, { utm: true })).toBe(
    'https://news.example.org/posts/a?b=1&utm_source=x&utm_medium=social&utm_campaign=a&utm_content=x-a-7d#c',
  );
});

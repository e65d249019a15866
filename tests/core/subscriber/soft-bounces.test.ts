import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Bounce, isAboutTheAddress, isGivenUp } from '#core/subscriber/soft-bounces';
import { at, publicationId } from '#tests/contracts/ids';

const START = at('2019-09-02T08:00:00Z');
const weekly = (count: number): Bounce[] =>
  Array.from({ length: count }, (_, i) => ({ publication: publicationId(`digest-${i}`), at: START.add({ hours: i * 7 * 24 }) }));
const after = (bounces: Bounce[], hours: number) => (bounces.at(-1)?.at ?? START).add({ hours });

test('an address reaches the soft-bounce limit after five more bounced publications over thirty days, and a day without other news', () => {
  expect(isGivenUp(weekly(6), after(weekly(6), 24))).toBe(true);
  expect(isGivenUp(weekly(6), after(weekly(6), 23))).toBe(false);
  expect(isGivenUp(weekly(5), after(weekly(5), 24 * 30))).toBe(false);
});

test('many soft bounces within a month are below the limit: the mailbox may be full', () => {
  const daily = weekly(30).map(({ publication }, i) => ({ publication, at: START.add({ hours: i * 24 }) }));
  expect(isGivenUp(daily, after(daily, 24))).toBe(false);
});

test('the soft-bounce limit does not depend on the order of bounces, and fewer than six are below it', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(weekly(8), { minLength: 0 }), (some) => {
      const sorted = some.toSorted((a, b) => a.at.epochMilliseconds - b.at.epochMilliseconds);
      expect(isGivenUp(some, after(weekly(8), 24))).toBe(isGivenUp(sorted, after(weekly(8), 24)));
      if (some.length < 6) expect(isGivenUp(some, after(weekly(8), 24))).toBe(false);
    }),
  );
});

test.each([
  ['General', true],
  ['MailboxFull', true],
  ['Undetermined', true],
  ['MessageTooLarge', false],
  ['ContentRejected', false],
  ['AttachmentRejected', false],
])('a bounce that SES calls %s counts against the address: %s', (subType, counts) => {
  expect(isAboutTheAddress(subType)).toBe(counts);
});

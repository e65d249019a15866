import { describe, expect, test } from 'vitest';
import { holds } from '#core/delivery/ledger';
import type { PostPart, SocialDelivery, SocialExpectation } from '#core/social/post-ledger';
import type { SocialLedger } from '#ports';
import { at, publicationId } from '#tests/contracts/ids';
import { inTurns } from '#tests/contracts/in-turns';
import { written } from '#tests/contracts/written';

const NINE = at('2019-09-19T08:00:00Z');
const part = (publication: string, number = 0): PostPart => ({ publication: publicationId(publication), part: number });

const states: (SocialDelivery | undefined)[] = [
  undefined,
  { state: 'ready', attempt: 0 },
  { state: 'ready', attempt: 1, notBefore: NINE },
  { state: 'attempting', attempt: 1, nonce: 'n1', since: NINE, blank: 0 },
  { state: 'attempting', attempt: 2, nonce: 'n2', since: NINE, seen: NINE, lookedUp: NINE, blank: 2 },
  { state: 'posted', attempt: 1, id: '1234567890123456789', by: 'answer' },
  { state: 'posted', attempt: 1, id: '1234567890123456789', by: 'timeline' },
  { state: 'refused', attempt: 1, why: 'too long' },
  { state: 'missed', attempt: 0 },
  { state: 'posted', attempt: 3, id: '1234567890123456789', by: 'person' },
  { state: 'held', attempt: 3, nonce: 'n1', why: 'X gave no answer' },
  { state: 'held', attempt: 3, nonce: 'n2', why: 'X gave no answer', since: NINE },
];

const expectations: SocialExpectation[] = [
  ...[0, 1, 2].map((attempt): SocialExpectation => ({ kind: 'free', attempt })),
  ...['n1', 'n2'].flatMap((nonce) =>
    [['attempting' as const], ['held' as const], ['attempting' as const, 'held' as const]].map(
      (among): SocialExpectation => ({ kind: 'claim', nonce, states: among }),
    ),
  ),
];

const claim = (nonce: string): SocialDelivery => ({ state: 'attempting', attempt: 1, nonce, since: NINE, blank: 0 });

/** Brings a part into any state in the only possible way: a claim, then its outcome. */
async function bring(ledger: SocialLedger, to: PostPart, state: SocialDelivery | undefined): Promise<void> {
  if (!state) return;
  await ledger.change(to, { expect: { kind: 'free', attempt: 0 }, to: claim('first') });
  await ledger.change(to, { expect: { kind: 'claim', nonce: 'first', states: ['attempting'] }, to: state });
}

/** The contract of every `SocialLedger`. `open` returns an empty one. */
export function socialLedgerContract(name: string, open: () => Promise<SocialLedger>): void {
  describe(`the ledger of social posts ${name}`, () => {
    test('the ledger of social posts judges every expectation in every state as the core does', async () => {
      const ledger = await open();
      const cases = expectations.flatMap((expectation) => states.map((stored) => ({ expectation, stored })));
      const results = await inTurns(cases, async ({ expectation, stored }, i) => {
        const where = part(`x-post-${i}`);
        await bring(ledger, where, stored);
        const answer = await ledger.change(where, { expect: expectation, to: claim('new') });
        return written({ expectation, stored, answer, remaining: (await ledger.parts(where.publication)).get(0) });
      });
      expect(results).toEqual(
        cases.map(({ expectation, stored }) => {
          const matches = holds(expectation, stored);
          return written({ expectation, stored, answer: matches ? 'written' : 'refused', remaining: matches ? claim('new') : stored });
        }),
      );
    });

    test('the ledger of social posts writes exactly one of fifty claims of one post', async () => {
      const ledger = await open();
      const nonces = Array.from({ length: 50 }, (_, i) => `nonce-${i}`);
      const answers = await Promise.all(
        nonces.map((nonce) => ledger.change(part('x-a'), { expect: { kind: 'free', attempt: 0 }, to: claim(nonce) })),
      );
      const winners = nonces.filter((_, i) => answers[i] === 'written');
      expect(winners).toHaveLength(1);
      expect([...(await ledger.parts(publicationId('x-a')))]).toEqual([[0, claim(winners[0] ?? '')]]);
    });

    test('the ledger of social posts returns the parts of one thread only, in order', async () => {
      const ledger = await open();
      for (const number of [0, 10, 2])
        await bring(ledger, part('x-a', number), { state: 'posted', attempt: 1, id: `${number}`, by: 'answer' });
      await bring(ledger, part('x-a-7d'), { state: 'ready', attempt: 1 });
      expect([...(await ledger.parts(publicationId('x-a'))).keys()]).toEqual([0, 2, 10]);
      expect(await ledger.parts(publicationId('x-b'))).toEqual(new Map());
    });
  });
}

import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import type { SubscriberId } from '#core/subscriber/subscriber';
import type { TokenPurpose, Tokens } from '#ports';

const NOW = Temporal.Instant.from('2026-03-28T09:30:00Z');
const PURPOSES: TokenPurpose[] = ['unsubscribe', 'preferences', 'confirm', 'undo', 'challenge'];
const ids = fc.stringMatching(/^[0-9a-f]{32}$/) as fc.Arbitrary<SubscriberId>;

/** The contract of every `Tokens`. `forgeryProof`: a changed token is rejected, too. */
export function tokensContract(name: string, open: () => Tokens, { forgeryProof }: { forgeryProof: boolean }): void {
  describe(`tokens: ${name}`, () => {
    test('a token gives the subscriber for its own purpose, and no one for another purpose', () => {
      const tokens = open();
      fc.assert(
        fc.property(ids, fc.option(fc.date({ min: new Date(0), max: new Date('2200-01-01'), noInvalidDate: true })), (id, end) => {
          for (const made of PURPOSES) {
            const token = tokens.sign(made, id, end ? Temporal.Instant.fromEpochMilliseconds(end.getTime()) : undefined);
            for (const asked of PURPOSES) {
              const found = tokens.verify(asked, token, Temporal.Instant.fromEpochMilliseconds(0));
              expect(found).toEqual(asked === made ? { subscriber: id, expired: false } : undefined);
            }
          }
        }),
      );
    });

    test('a token works until its end and is expired afterwards; without an end it works for ever', () => {
      const tokens = open();
      fc.assert(
        fc.property(ids, (id) => {
          const named = tokens.sign('confirm', id, NOW, 'a1b2');
          expect(tokens.verify('confirm', named, NOW)).toEqual({ subscriber: id, expired: false, form: 'a1b2' });
          const token = tokens.sign('confirm', id, NOW);
          expect(tokens.verify('confirm', token, NOW)).toEqual({ subscriber: id, expired: false });
          expect(tokens.verify('confirm', token, NOW.add({ hours: 2 }))).toEqual({ subscriber: id, expired: true });
          expect(tokens.verify('unsubscribe', tokens.sign('unsubscribe', id), NOW.add({ hours: 24 * 36_500 }))?.expired).toBe(false);
        }),
      );
    });

    test('a token is always the same for the same reader, so that a sealed mail can be made again', () => {
      const [one, other] = [open(), open()];
      fc.assert(fc.property(ids, (id) => one.sign('unsubscribe', id) === other.sign('unsubscribe', id)));
    });

    test('a token needs no escaping in a link and is at most 90 characters', () => {
      fc.assert(fc.property(ids, (id) => /^[\w.-]{1,90}$/.test(open().sign('preferences', id, NOW))));
    });

    test('a text that is no token gives no subscriber', () => {
      fc.assert(fc.property(fc.string(), (text) => open().verify('unsubscribe', `?${text}`, NOW) === undefined));
      expect(open().verify('unsubscribe', '', NOW)).toBeUndefined();
    });

    // The tokens of the world in memory are readable and can be forged.
    if (!forgeryProof) return;
    test('a token with any character changed, added or cut gives no subscriber', () => {
      const tokens = open();
      const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=. ';
      const character = fc.constantFrom(...alphabet);
      fc.assert(
        fc.property(ids, fc.nat(), character, (id, place, other) => {
          const token = tokens.sign('unsubscribe', id, place % 2 === 0 ? NOW : undefined);
          const at = place % token.length;
          const changed = token.slice(0, at) + other + token.slice(at + 1);
          if (changed !== token) expect(tokens.verify('unsubscribe', changed, NOW)).toBeUndefined();
          expect(tokens.verify('unsubscribe', token + other, NOW)).toBeUndefined();
          expect(tokens.verify('unsubscribe', token.slice(0, at), NOW)).toBeUndefined();
        }),
        { numRuns: 1_000 },
      );
    });
  });
}

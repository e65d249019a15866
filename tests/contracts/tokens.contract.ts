import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SubscriberId } from '#core/subscriber';
import type { Tokens } from '#ports';

const ids = fc.stringMatching(/^[0-9a-f]{32}$/) as fc.Arbitrary<SubscriberId>;

/** What every implementation of `Tokens` promises. `forgeryProof`: it also withstands someone who wants to be another. */
export function tokensContract(name: string, open: () => Tokens, { forgeryProof }: { forgeryProof: boolean }): void {
  describe(`tokens: ${name}`, () => {
    test('a token gives back the subscriber for its own purpose, and nobody for another', () => {
      const tokens = open();
      fc.assert(
        fc.property(ids, (id) => {
          expect(tokens.verify('unsubscribe', tokens.sign('unsubscribe', id))).toBe(id);
          expect(tokens.verify('preferences', tokens.sign('preferences', id))).toBe(id);
          expect(tokens.verify('preferences', tokens.sign('unsubscribe', id))).toBeUndefined();
          expect(tokens.verify('unsubscribe', tokens.sign('preferences', id))).toBeUndefined();
        }),
      );
    });

    test('a token is always the same for the same reader, so that sealed mails are repeatable', () => {
      const [one, other] = [open(), open()];
      fc.assert(fc.property(ids, (id) => one.sign('unsubscribe', id) === other.sign('unsubscribe', id)));
    });

    test('a token needs no escaping in a link and is at most 90 characters', () => {
      fc.assert(fc.property(ids, (id) => /^[\w.-]{1,90}$/.test(open().sign('preferences', id))));
    });

    test('what is no token is nobody', () => {
      fc.assert(fc.property(fc.string(), (text) => open().verify('unsubscribe', `?${text}`) === undefined));
      expect(open().verify('unsubscribe', '')).toBeUndefined();
    });

    // The readable tokens of the world in memory promise nothing against a forger.
    if (!forgeryProof) return;
    test('a token with any character changed, added or cut is nobody', () => {
      const tokens = open();
      const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=. ';
      const character = fc.constantFrom(...alphabet);
      fc.assert(
        fc.property(ids, fc.nat(), character, (id, place, other) => {
          const token = tokens.sign('unsubscribe', id);
          const at = place % token.length;
          const changed = token.slice(0, at) + other + token.slice(at + 1);
          if (changed !== token) expect(tokens.verify('unsubscribe', changed)).toBeUndefined();
          expect(tokens.verify('unsubscribe', token + other)).toBeUndefined();
          expect(tokens.verify('unsubscribe', token.slice(0, at))).toBeUndefined();
        }),
        { numRuns: 1_000 },
      );
    });
  });
}

import { describe, expect, test } from 'vitest';
import { ran } from '#tests/local/ran';

// Seconds on a quiet machine; a minute on one that does much else.
const PATIENCE = 180_000;

describe('the drills in their short form', () => {
  test.each(['hangs', 'silence', 'clocks', 'thread'])(
    '%s: nobody is mailed twice, nobody is missed, and the certificate adds up',
    async (name) => {
      const { code, out, error } = await ran('drills/run.ts', name, '--short');
      expect([code, error, out]).toEqual([0, '', expect.stringMatching(/All of it adds up|found on the timeline/)]);
      expect(out).toContain(`PASS: the drill "${name}"`);
    },
    PATIENCE,
  );

  test('an unknown one is told in a plain sentence', async () => {
    const { code, error } = await ran('drills/run.ts', 'fire');
    expect([code, error]).toEqual([2, expect.stringMatching(/^Name one drill\. .*kills\|hangs\|silence\|rewind\|clocks\|thread\|all/)]);
  });
});

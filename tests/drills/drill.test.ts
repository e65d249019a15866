import { describe, expect, test } from 'vitest';
import { ran } from '#tests/local/ran';

// A drill takes seconds on a quiet machine and a minute on a busy one. Most of it is waiting, so they run side by side.
const TIMEOUT_MS = 600_000;

describe('the drills in their short form', () => {
  test.concurrent.each(['hangs', 'silence', 'clocks', 'thread'])(
    'the drill "%s" in its short form mails each reader exactly once, and its certificate adds up',
    async (name) => {
      const { code, out, error } = await ran('drills/run.ts', name, '--short');
      expect([code, error, out]).toEqual([0, '', expect.stringMatching(/All of it adds up|found on the timeline/)]);
      expect(out).toContain(`PASS: the drill "${name}"`);
    },
    TIMEOUT_MS,
  );

  test('an unknown drill is answered with the names of the drills', async () => {
    const { code, error } = await ran('drills/run.ts', 'fire');
    expect([code, error]).toEqual([
      2,
      expect.stringMatching(/^There is no drill "fire"\.\n.*kills\|hangs\|silence\|rewind\|clocks\|thread\|all/),
    ]);
  });
});

import { expect, test } from 'vitest';
import { ran } from '#tests/local/ran';

// A real start follows each kill, so a drill takes half a minute on a quiet machine. Much of it is waiting, so both run side by side.
const TIMEOUT_MS = 600_000;

test.concurrent.each(['kills', 'rewind'])(
  'the drill "%s" in its short form mails each reader exactly once, and its certificate adds up',
  async (name) => {
    const { code, out, error } = await ran('drills/run.ts', name, '--short');
    expect([code, error, out]).toEqual([0, '', expect.stringContaining('All of it adds up.')]);
    expect(out).toContain(`PASS: the drill "${name}"`);
  },
  TIMEOUT_MS,
);

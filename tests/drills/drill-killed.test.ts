import { expect, test } from 'vitest';
import { ran } from '#tests/local/ran';

// Half a minute on a quiet machine: each kill is followed by a real start.
const PATIENCE = 240_000;

test.each(['kills', 'rewind'])(
  'the drill "%s" in its short form: nobody is mailed twice, nobody is missed, and the certificate adds up',
  async (name) => {
    const { code, out, error } = await ran('drills/run.ts', name, '--short');
    expect([code, error, out]).toEqual([0, '', expect.stringContaining('All of it adds up.')]);
    expect(out).toContain(`PASS: the drill "${name}"`);
  },
  PATIENCE,
);

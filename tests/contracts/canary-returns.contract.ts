import { describe, expect, test } from 'vitest';
import type { CanaryReturns } from '#ports';
import { at } from '#tests/contracts/ids';
import { written } from '#tests/contracts/written';

const PASS = { dkim: 'PASS', spf: 'PASS', dmarc: 'PASS' };
const [monday, tuesday] = [at('2026-11-30T06:00:00Z'), at('2026-12-01T06:00:00Z')];
const [first, second] = ['a'.repeat(16), 'b'.repeat(16)];

/** The contract of every store of `CanaryReturns`. `open` returns an empty one. */
export function canaryReturnsContract(name: string, open: () => Promise<CanaryReturns>): void {
  describe(`the canary to our own mailbox ${name}`, () => {
    test('the canary that came back is told with what was said of it, also once a newer one is sent', async () => {
      const canaries = await open();
      expect(await canaries.read()).toBeUndefined();
      await canaries.recordSent(first, monday);
      expect(written(await canaries.read())).toEqual(written({ sent: monday }));
      const back = { at: monday.add({ seconds: 40 }), ...PASS };
      for (let time = 0; time < 2; time += 1) expect(await canaries.recordBack(first, back)).toBe('recorded');
      expect(written(await canaries.read())).toEqual(written({ sent: monday, back: { sent: monday, ...back } }));
      await canaries.recordSent(second, tuesday);
      expect(written(await canaries.read())).toEqual(written({ sent: tuesday, back: { sent: monday, ...back } }));
    });

    test('a canary with another word than the newest, as anybody may write one, changes nothing', async () => {
      const canaries = await open();
      const back = { at: monday, dkim: 'FAIL', spf: 'FAIL', dmarc: 'FAIL' };
      expect(await canaries.recordBack(first, back)).toBe('unknown');
      expect(await canaries.read()).toBeUndefined();
      await canaries.recordSent(second, tuesday);
      expect(await canaries.recordBack(first, back)).toBe('unknown');
      expect(written(await canaries.read())).toEqual(written({ sent: tuesday }));
    });
  });
}

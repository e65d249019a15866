import { describe, expect, test } from 'vitest';
import type { PendingUnsubscribe } from '#core/subscriber/pending-unsubscribe';
import type { PendingUnsubscribes } from '#ports';
import { at, subscriberId } from '#tests/contracts/ids';
import { written } from '#tests/contracts/written';

const NINE = at('2019-09-19T08:00:00Z');
const pending = (n: number, more: Partial<PendingUnsubscribe> = {}): PendingUnsubscribe => ({
  id: subscriberId(n),
  at: NINE,
  network: 'a-network',
  inBurst: false,
  ...more,
});

/** The contract of every store of `PendingUnsubscribes`. `open` returns an empty one. */
export function pendingUnsubscribesContract(name: string, open: () => Promise<PendingUnsubscribes>): void {
  describe(`pending unsubscribes ${name}`, () => {
    const shown = async (pendingUnsubscribes: PendingUnsubscribes) =>
      written((await pendingUnsubscribes.open()).toSorted((a, b) => (a.id < b.id ? -1 : 1)));

    test('a pending unsubscribe is open until it is closed, one for each subscriber, and the first press counts', async () => {
      const pendingUnsubscribes = await open();
      expect(await pendingUnsubscribes.open()).toEqual([]);
      await pendingUnsubscribes.record(pending(1));
      await pendingUnsubscribes.record(pending(2, { network: '' }));
      await pendingUnsubscribes.record(pending(1, { at: NINE.add({ minutes: 1 }), network: 'another' }));
      expect(await shown(pendingUnsubscribes)).toEqual(written([pending(1), pending(2, { network: '' })]));
      for (let again = 0; again < 2; again += 1) await pendingUnsubscribes.close(subscriberId(1));
      expect(await shown(pendingUnsubscribes)).toEqual(written([pending(2, { network: '' })]));
      await pendingUnsubscribes.record(pending(1, { at: NINE.add({ hours: 1 }) }));
      expect(await pendingUnsubscribes.open()).toHaveLength(2);
    });

    test('a pending unsubscribe that is marked as part of a burst stays marked, and does not come back after it is closed', async () => {
      const pendingUnsubscribes = await open();
      await pendingUnsubscribes.record(pending(1));
      await pendingUnsubscribes.markInBurst(pending(1));
      await pendingUnsubscribes.record(pending(1));
      expect(await shown(pendingUnsubscribes)).toEqual(written([pending(1, { inBurst: true })]));
      await pendingUnsubscribes.close(subscriberId(1));
      await pendingUnsubscribes.markInBurst(pending(1));
      expect(await pendingUnsubscribes.open()).toEqual([]);
    });
  });
}

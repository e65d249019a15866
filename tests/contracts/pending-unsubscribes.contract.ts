import { describe, expect, it } from 'vitest';
import type { Departure } from '#core/subscriber/pending-unsubscribe';
import type { Departures } from '#ports';
import { at, subscriberId } from '#tests/contracts/ids';
import { written } from '#tests/contracts/written';

const NINE = at('2019-09-19T08:00:00Z');
const departure = (n: number, more: Partial<Departure> = {}): Departure => ({
  id: subscriberId(n),
  at: NINE,
  network: 'a-network',
  suspect: false,
  ...more,
});

/** What every list of one-click goodbyes keeps to. `open` gives an empty one. */
export function departuresContract(name: string, open: () => Promise<Departures>): void {
  describe(`one-click goodbyes ${name}`, () => {
    const shown = async (departures: Departures) => written((await departures.open()).toSorted((a, b) => (a.id < b.id ? -1 : 1)));

    it('are open until they are closed, one a person, and the first press counts', async () => {
      const departures = await open();
      expect(await departures.open()).toEqual([]);
      await departures.note(departure(1));
      await departures.note(departure(2, { network: '' }));
      await departures.note(departure(1, { at: NINE.add({ minutes: 1 }), network: 'another' }));
      expect(await shown(departures)).toEqual(written([departure(1), departure(2, { network: '' })]));
      for (let again = 0; again < 2; again += 1) await departures.close(subscriberId(1));
      expect(await shown(departures)).toEqual(written([departure(2, { network: '' })]));
      await departures.note(departure(1, { at: NINE.add({ hours: 1 }) }));
      expect(await departures.open()).toHaveLength(2);
    });

    it('become suspect, and stay so, but do not come back when they are closed', async () => {
      const departures = await open();
      await departures.note(departure(1));
      await departures.suspect(departure(1));
      await departures.note(departure(1));
      expect(await shown(departures)).toEqual(written([departure(1, { suspect: true })]));
      await departures.close(subscriberId(1));
      await departures.suspect(departure(1));
      expect(await departures.open()).toEqual([]);
    });
  });
}

import { describe, expect, it } from 'vitest';
import type { Bounce } from '#core/subscriber/soft-bounces';
import type { SubscriberId } from '#core/subscriber/subscriber';
import type { Bounces } from '#ports';
import { at, publicationId, subscriberId } from '#tests/contracts/ids';
import { written } from '#tests/contracts/written';

const [ANNA, BEN] = [subscriberId(1), subscriberId(2)];
const bounce = (publication: string, time: string): Bounce => ({ publication: publicationId(publication), at: at(time) });
const ONE = bounce('digest-1', '2019-09-19T08:00:00Z');
const TWO = bounce('digest-2', '2019-09-26T08:00:00Z');

/** What every note of bounces keeps to. `open` gives an empty one. */
export function bouncesContract(name: string, open: () => Promise<Bounces>): void {
  describe(`bounces ${name}`, () => {
    it('are noted once for each publication, for each person, the oldest first', async () => {
      const bounces = await open();
      for (const one of [TWO, ONE, TWO, ONE]) await bounces.record(ANNA, one);
      await bounces.record(BEN, TWO);
      expect(written(await all(bounces))).toEqual(
        written([
          [ANNA, [ONE, TWO]],
          [BEN, [TWO]],
        ]),
      );
    });

    it('of one publication at two moments are one', async () => {
      const bounces = await open();
      await bounces.record(ANNA, ONE);
      await bounces.record(ANNA, { ...ONE, at: TWO.at });
      expect(written(await all(bounces))).toEqual(written([[ANNA, [ONE]]]));
    });

    it('count no more once a mail gets through, to her and to nobody else, and then count anew', async () => {
      const bounces = await open();
      await bounces.record(ANNA, ONE);
      await bounces.record(BEN, ONE);
      await bounces.delivered(ANNA);
      await bounces.delivered(ANNA);
      expect(written(await all(bounces))).toEqual(written([[BEN, [ONE]]]));
      await bounces.record(ANNA, TWO);
      expect(written(await all(bounces))).toEqual(
        written([
          [ANNA, [TWO]],
          [BEN, [ONE]],
        ]),
      );
    });

    it('are forgotten, and nobody else’s', async () => {
      const bounces = await open();
      await bounces.record(ANNA, ONE);
      await bounces.record(BEN, ONE);
      await bounces.remove(ANNA);
      await bounces.remove(ANNA);
      expect(written(await all(bounces))).toEqual(written([[BEN, [ONE]]]));
    });
  });
}

async function all(bounces: Bounces): Promise<[SubscriberId, Bounce[]][]> {
  const found: [SubscriberId, Bounce[]][] = [];
  for await (const { subscriber, bounces: recorded } of bounces.all()) found.push([subscriber, recorded]);
  return found.sort(([a], [b]) => (a < b ? -1 : 1));
}

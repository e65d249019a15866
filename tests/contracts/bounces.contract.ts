import { describe, expect, test } from 'vitest';
import type { Bounce } from '#core/subscriber/soft-bounces';
import type { SubscriberId } from '#core/subscriber/subscriber';
import type { Bounces } from '#ports';
import { at, publicationId, subscriberId } from '#tests/contracts/ids';
import { written } from '#tests/contracts/written';

const [ANNA, BEN] = [subscriberId(1), subscriberId(2)];
const bounce = (publication: string, time: string): Bounce => ({ publication: publicationId(publication), at: at(time) });
const ONE = bounce('digest-1', '2019-09-19T08:00:00Z');
const TWO = bounce('digest-2', '2019-09-26T08:00:00Z');

/** The contract of every store of `Bounces`. `open` returns an empty one. */
export function bouncesContract(name: string, open: () => Promise<Bounces>): void {
  describe(`bounces ${name}`, () => {
    test('soft bounces are recorded once for each publication and subscriber, and listed from the oldest', async () => {
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

    test('two soft bounces of one publication count once, whenever they come', async () => {
      const bounces = await open();
      await bounces.record(ANNA, ONE);
      await bounces.record(ANNA, { ...ONE, at: TWO.at });
      expect(written(await all(bounces))).toEqual(written([[ANNA, [ONE]]]));
    });

    test('a delivered mail resets the soft bounces of its own subscriber only, and later bounces count again', async () => {
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

    test('soft bounces of one subscriber can be removed, and those of others stay', async () => {
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

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judgePendingUnsubscribes, type PendingUnsubscribe } from '#core/subscriber/pending-unsubscribe';
import { at, subscriberId } from '#tests/contracts/ids';

const NINE = at('2019-09-19T08:00:00Z');
const pressed = (n: number, seconds: number, network = 'trust', inBurst = false): PendingUnsubscribe => ({
  id: subscriberId(n),
  at: NINE.add({ seconds }),
  network,
  inBurst,
});
const ids = (pending: PendingUnsubscribe[]) => pending.map(({ id }) => id).toSorted();
const people = (...ns: number[]) => ns.map(subscriberId).toSorted();

describe('one-click unsubscribes', () => {
  test('one-click unsubscribes of three people from one network within two minutes are a burst, the first included', () => {
    const burst = [pressed(1, 0), pressed(2, 60), pressed(3, 120)];
    expect(ids(judgePendingUnsubscribes(burst, NINE.add({ minutes: 3 })).newInBurst)).toEqual(people(1, 2, 3));
  });

  test.each([
    ['two people', [pressed(1, 0), pressed(2, 0)]],
    ['three within more than two minutes', [pressed(1, 0), pressed(2, 60), pressed(3, 121)]],
    ['three from several networks', [pressed(1, 0, 'a'), pressed(2, 0, 'b'), pressed(3, 0, 'b')]],
    ['three from who knows where', [pressed(1, 0, ''), pressed(2, 0, ''), pressed(3, 0, '')]],
  ])('one-click unsubscribes of %s become final after ten minutes', (_, presses) => {
    expect(judgePendingUnsubscribes(presses, NINE.add({ minutes: 9 }))).toEqual({ newInBurst: [], unsubscribed: [] });
    const { newInBurst, unsubscribed } = judgePendingUnsubscribes(presses, NINE.add({ minutes: 13 }));
    expect(newInBurst).toEqual([]);
    expect(ids(unsubscribed)).toEqual(ids(presses));
  });

  test('one-click unsubscribes in a burst wait two days for the programme lead’s decision', () => {
    const burst = [pressed(1, 0), pressed(2, 0), pressed(3, 0), pressed(4, 3600)];
    expect(ids(judgePendingUnsubscribes(burst, NINE.add({ minutes: 75 })).unsubscribed)).toEqual(people(4));
    expect(ids(judgePendingUnsubscribes(burst, NINE.add({ hours: 47 })).unsubscribed)).toEqual(people(4));
    expect(ids(judgePendingUnsubscribes(burst, NINE.add({ hours: 48 })).unsubscribed)).toEqual(people(1, 2, 3, 4));
  });

  test('one-click unsubscribes of a burst stay in it when others of the burst are settled', () => {
    const rest = [pressed(1, 0, 'trust', true), pressed(2, 0, 'trust', true)];
    expect(judgePendingUnsubscribes(rest, NINE.add({ minutes: 20 }))).toEqual({ newInBurst: [], unsubscribed: [] });
  });

  test('one-click unsubscribes are judged the same in any order, as if each three were compared', () => {
    const presses = fc
      .array(fc.tuple(fc.integer({ min: 0, max: 600 }), fc.constantFrom('a', 'b')), { maxLength: 12 })
      .map((each) => each.map(([seconds, network], i) => pressed(i + 1, seconds, network)));
    fc.assert(
      fc.property(presses, (each) => {
        const expected = each.filter((one) =>
          each.some((b) =>
            each.some((c) => {
              const three = [one, b, c];
              const times = three.map((press) => press.at.epochMilliseconds);
              return (
                new Set(three).size === 3 &&
                new Set(three.map(({ network }) => network)).size === 1 &&
                Math.max(...times) - Math.min(...times) <= 120_000
              );
            }),
          ),
        );
        expect(ids(judgePendingUnsubscribes(each, NINE).newInBurst)).toEqual(ids(expected));
      }),
    );
  });
});

import { describe, expect, test } from 'vitest';
import type { RulesVersion } from '#core/rules-form/rules-version';
import type { RulesHistory } from '#ports';
import { at } from '#tests/contracts/ids';

const version = (number: number, by?: string): RulesVersion => ({
  version: number,
  at: at('2019-09-19T08:00:00Z').add({ minutes: number }),
  text: `name: Ours – ${number}\n`,
  ...(by === undefined ? {} : { by }),
});

/** The contract of every history of the rules. `open` returns an empty one. */
export function rulesHistoryContract(name: string, open: () => Promise<RulesHistory>): void {
  describe(`${name}: the history of the rules`, () => {
    test('a version of the rules is stored once, and never changes', async () => {
      const history = await open();
      expect(await history.page(undefined, 10)).toEqual([]);
      expect(await history.add(version(1))).toBe('added');
      expect(await history.add({ ...version(1, 'sam@example.org'), text: 'other' })).toBe('exists');
      expect(await history.find(1)).toEqual(version(1));
      expect(await history.find(2)).toBeUndefined();
    });

    test('the versions of the rules are listed with the newest first, page by page', async () => {
      const history = await open();
      for (const number of [1, 2, 9, 10, 11]) await history.add(version(number, 'sam@example.org'));
      const numbers = async (before: number | undefined, most: number) => (await history.page(before, most)).map((one) => one.version);
      expect(await numbers(undefined, 2)).toEqual([11, 10]);
      expect(await numbers(10, 2)).toEqual([9, 2]);
      expect(await history.page(2, 5)).toEqual([version(1, 'sam@example.org')]);
    });
  });
}

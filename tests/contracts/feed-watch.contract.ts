import { describe, expect, test } from 'vitest';
import type { DraftId } from '#core/draft/draft';
import type { Watch } from '#core/feed/watch';
import type { FeedWatch } from '#ports';
import { at } from '#tests/contracts/ids';
import { written } from '#tests/contracts/written';

const WATCH: Watch = {
  address: 'https://site.example.org',
  by: 'ada',
  looked: at('2026-11-30T06:00:00Z'),
  seen: ['a' as DraftId],
  version: 0,
};

/** The contract of every store of `FeedWatch`. `open` returns an empty one. */
export function feedWatchContract(name: string, open: () => Promise<FeedWatch>): void {
  describe(`the watched feed ${name}`, () => {
    test('the website that is looked at is read as it was stored, with a version that rises by one', async () => {
      const watch = await open();
      expect(await watch.read()).toBeUndefined();
      expect(await watch.replace(WATCH)).toBe('replaced');
      expect(written((await watch.read()) ?? {})).toEqual(written({ ...WATCH, version: 1 }));
      const ended = { ...WATCH, address: '', seen: [], fault: 'It is down.', version: 1 };
      expect(await watch.replace(ended)).toBe('replaced');
      expect(written((await watch.read()) ?? {})).toEqual(written({ ...ended, version: 2 }));
    });

    test('of two changes of the watched feed from one version, one is stale and changes nothing', async () => {
      const watch = await open();
      for (const version of [0, 1]) {
        const answers = await Promise.all(['a', 'b'].map((by) => watch.replace({ ...WATCH, by, version })));
        expect(answers.toSorted()).toEqual(['replaced', 'stale']);
      }
      for (const version of [0, 1, 3]) expect(await watch.replace({ ...WATCH, by: 'c', version })).toBe('stale');
      expect((await watch.read())?.version).toBe(2);
    });
  });
}

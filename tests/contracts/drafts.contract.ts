import { describe, expect, test } from 'vitest';
import { type DraftId, type DraftVersion, headOf } from '#core/draft/draft';
import type { Drafts } from '#ports';
import { at } from '#tests/contracts/ids';
import { written } from '#tests/contracts/written';

const draftId = (id: string): DraftId => id as DraftId;
const NINE = at('2019-09-12T09:00:00Z');

/** Version `version` of a draft, saved so many minutes after nine. */
export const sample = (draft: string, version: number, different: Partial<DraftVersion> = {}): DraftVersion => ({
  draft: draftId(draft),
  version,
  at: NINE.add({ minutes: version }),
  by: 'sam@example.org',
  kind: 'post',
  text: `---\ntitle: Zoë’s day\n---\n\nDraft ${draft}, version ${version} 👩‍👩‍👧\r\n`,
  title: 'Zoë’s day',
  state: 'open',
  ...different,
});

/** Letters from all of Unicode in a fixed sequence, in which there is nothing to compress. */
export function randomLetters(count: number): string {
  let seed = 7;
  const letter = () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return String.fromCodePoint(0x1_0000 + ((seed >>> 8) % 0xf_0000));
  };
  return Array.from({ length: count }, letter).join('');
}

/** The contract of every store of `Drafts`. `open` returns an empty one. */
export function draftsContract(name: string, open: () => Promise<Drafts>): void {
  describe(`drafts ${name}`, () => {
    test('a version of a draft is read as it was saved, to the byte', async () => {
      const drafts = await open();
      const change = sample('a', 1, { kind: 'event', file: 'events/day.md', base: '"0123"', title: '', text: '' });
      expect(await drafts.newest(draftId('a'))).toBeUndefined();
      expect(await drafts.find(draftId('a'), 1)).toBeUndefined();
      expect(await drafts.save(change)).toBe('saved');
      expect(await drafts.save(sample('b', 1))).toBe('saved');
      expect(written(await drafts.find(draftId('a'), 1))).toEqual(written(change));
      expect(written(await drafts.newest(draftId('a')))).toEqual(written(change));
      expect(written(await drafts.newest(draftId('b')))).toEqual(written(sample('b', 1)));
      expect(await drafts.newest(draftId('b'))).not.toHaveProperty('base');
    });

    test('of two saves of one version of a draft only the first is stored, and the other is told so', async () => {
      const drafts = await open();
      await drafts.save(sample('a', 1));
      const both = ['sam@example.org', 'kim@example.org'].map((by) => sample('a', 2, { by, text: `by ${by}` }));
      const answers = await Promise.all(both.map((version) => drafts.save(version)));
      expect(answers.toSorted()).toEqual(['saved', 'stale']);
      const stored = both[answers.indexOf('saved')];
      expect(await drafts.newest(draftId('a'))).toMatchObject({ text: stored?.text });
      expect(await drafts.save(sample('a', 1, { text: 'another text' }))).toBe('stale');
      expect((await drafts.find(draftId('a'), 1))?.text).toBe(sample('a', 1).text);
      expect(await drafts.all()).toMatchObject([{ version: 2, by: stored?.by }]);
    });

    test('a save of a draft that is repeated, because its answer was lost, is answered like the first', async () => {
      const drafts = await open();
      for (const version of [1, 2, 3]) await drafts.save(sample('a', version));
      expect(await drafts.save(sample('a', 3))).toBe('saved');
      // A browser that tries again does so later.
      expect(await drafts.save(sample('a', 1, { at: NINE.add({ hours: 1 }) }))).toBe('saved');
      expect((await drafts.find(draftId('a'), 1))?.at.equals(NINE.add({ minutes: 1 }))).toBe(true);
      for (const different of [{ by: 'kim@example.org' }, { state: 'deleted' as const }, { base: '"0123"' }])
        expect(await drafts.save(sample('a', 3, different))).toBe('stale');
      expect((await drafts.newest(draftId('a')))?.version).toBe(3);
      expect((await drafts.all()).map(({ version }) => version)).toEqual([3]);
      expect(await drafts.versions(draftId('a'))).toHaveLength(3);
    });

    test('the versions of a draft are listed from the newest, and can each be opened', async () => {
      const drafts = await open();
      const saved = Array.from({ length: 12 }, (_, i) => sample('a', i + 1, { state: i === 11 ? 'deleted' : 'open' }));
      for (const version of saved) await drafts.save(version);
      await drafts.save(sample('a-b', 1));
      expect(written(await drafts.versions(draftId('a')))).toEqual(written(saved.toReversed().map(headOf)));
      for (const { version, text } of saved) expect((await drafts.find(draftId('a'), version))?.text).toBe(text);
      expect(await drafts.versions(draftId('unknown'))).toEqual([]);
    });

    test('the list of drafts has the newest version of each, and begins with the draft that was saved last', async () => {
      const drafts = await open();
      expect(await drafts.all()).toEqual([]);
      await drafts.save(sample('a', 1));
      await drafts.save(sample('b', 1, { at: NINE.add({ minutes: 2 }) }));
      await drafts.save(sample('c', 1, { at: NINE.add({ minutes: 2 }), file: 'posts/c.md', base: '"0123"' }));
      const newest = sample('a', 2, { at: NINE.add({ minutes: 3 }), title: 'Another title', state: 'published' });
      await drafts.save(newest);
      expect((await drafts.all()).map(({ draft, version }) => [draft, version])).toEqual([
        ['a', 2],
        ['b', 1],
        ['c', 1],
      ]);
      const [first, , last] = await drafts.all();
      expect(written(first)).toEqual(written(headOf(newest)));
      expect(last).toMatchObject({ file: 'posts/c.md' });
      expect(last).not.toHaveProperty('text');
    });

    test('a draft is erased with all its versions if it still is what was read, and no other draft is', async () => {
      const drafts = await open();
      for (const version of [1, 2, 3]) await drafts.save(sample('a', version, version === 3 ? { state: 'deleted' } : {}));
      await drafts.save(sample('a-b', 1));
      expect(await drafts.remove(draftId('a'), 2)).toBe('stale');
      expect(await drafts.versions(draftId('a'))).toHaveLength(3);
      for (let time = 0; time < 2; time += 1) {
        expect(await drafts.remove(draftId('a'), 3)).toBe('removed');
        expect(await drafts.newest(draftId('a'))).toBeUndefined();
        expect(await drafts.versions(draftId('a'))).toEqual([]);
        expect((await drafts.all()).map(({ draft }) => draft)).toEqual(['a-b']);
      }
      expect(await drafts.newest(draftId('a-b'))).toMatchObject({ version: 1 });
    });

    test('what a version is, and with which file it agrees, is kept and listed', async () => {
      const drafts = await open();
      const marked = sample('a', 1, { file: 'posts/a.md', base: '"0123"', mark: 'file' });
      await drafts.save(marked);
      expect(written(await drafts.newest(draftId('a')))).toEqual(written(marked));
      expect(await drafts.versions(draftId('a'))).toMatchObject([{ base: '"0123"', mark: 'file' }]);
      expect(await drafts.all()).toMatchObject([{ base: '"0123"', mark: 'file' }]);
    });

    test('a draft of 100,000 letters is stored whole, even if they cannot be compressed', async () => {
      const drafts = await open();
      const text = randomLetters(100_000);
      await drafts.save(sample('a', 1, { text }));
      expect((await drafts.newest(draftId('a')))?.text === text).toBe(true);
    });
  });
}

import { describe, expect, test } from 'vitest';
import { type Import, type ImportId, NO_ROWS } from '#core/import/import';
import type { ImportFiles, Imports } from '#ports';
import { at } from '#tests/contracts/ids';
import { written } from '#tests/contracts/written';

const importId = (name: string) => name as ImportId;

const sample = (name: string, different: Partial<Import> = {}): Import => ({
  ...{
    id: importId(name),
    name: 'Zoë’s list',
    by: 'Sam',
    at: at('2019-09-12T09:00:00Z'),
    wording: 'address',
    rows: 7,
    parts: 1,
    next: 0,
  },
  ...{ state: 'checking', counts: { ...NO_ROWS, new: 3 }, filesDeleted: false, version: 1 },
  ...different,
});

/** The contract of every store of `Imports`. `open` returns an empty one. */
export function importsContract(name: string, open: () => Promise<Imports>): void {
  describe(`imports ${name}`, () => {
    test('an import is added once, and read as it was added', async () => {
      const imports = await open();
      expect(await imports.find(importId('a'))).toBeUndefined();
      expect(await imports.add(sample('a'))).toBe('added');
      expect(await imports.add(sample('a', { by: 'Kim' }))).toBe('exists');
      expect(written(await imports.find(importId('a')))).toEqual(written(sample('a')));
    });

    test('an import is read with what was understood of its first line, and without it if an older release stored it', async () => {
      const imports = await open();
      const columns = { read: [{ as: 'name', names: ['First name', 'Last name'] } as const], unread: ['Phone'] };
      await imports.add(
        sample('a', { columns: { read: columns.read.map(({ as, names }) => ({ as, names: [...names] })), unread: columns.unread } }),
      );
      await imports.add(sample('b'));
      expect((await imports.find(importId('a')))?.columns).toEqual(columns);
      expect(await imports.find(importId('b'))).not.toHaveProperty('columns');
    });

    test('an import is replaced only by a record of its current version', async () => {
      const imports = await open();
      await imports.add(sample('a'));
      const replacing = ['checked', 'stopped'] as const;
      const answers = await Promise.all(replacing.map((state) => imports.replace(sample('a', { state }))));
      expect(answers.toSorted()).toEqual(['replaced', 'stale']);
      expect((await imports.find(importId('a')))?.version).toBe(2);
      expect(await imports.replace(sample('a'))).toBe('stale');
      expect(await imports.replace(sample('a', { version: 2, state: 'importing' }))).toBe('replaced');
      expect(await imports.find(importId('a'))).toMatchObject({ version: 3, state: 'importing' });
      expect(await imports.replace(sample('unknown'))).toBe('stale');
    });

    test('the newest hundred imports are listed, from the newest', async () => {
      const imports = await open();
      const names = Array.from({ length: 103 }, (_, i) => `20190912t0900${String(i).padStart(5, '0')}-x`);
      await Promise.all(names.map((one) => imports.add(sample(one))));
      expect((await imports.latest()).map(({ id }) => id)).toEqual(names.toReversed().slice(0, 100));
    });
  });
}

/** The contract of every store of `ImportFiles`. `open` returns an empty one. */
export function importFilesContract(name: string, open: () => Promise<ImportFiles>): void {
  describe(`files of imports ${name}`, () => {
    test('a file of an import is read as it was last put', async () => {
      const files = await open();
      const id = importId('come-back');
      expect(await files.read(id, 'rows-0000.json')).toBeUndefined();
      await files.put(id, 'rows-0000.json', 'first');
      await files.put(id, 'rows-0000.json', '["Zoë 👩‍👩‍👧 \\n"]');
      expect(await files.read(id, 'rows-0000.json')).toBe('["Zoë 👩‍👩‍👧 \\n"]');
    });

    test('the files of an import are deleted together, and those of other imports stay', async () => {
      const files = await open();
      const [one, other] = [importId('one'), importId('one-more')];
      await Promise.all(['a', 'b', 'c'].map((file) => files.put(one, file, file)));
      await files.put(other, 'a', 'other');
      await files.remove(one);
      await files.remove(one);
      expect(await Promise.all(['a', 'b', 'c'].map((file) => files.read(one, file)))).toEqual([undefined, undefined, undefined]);
      expect(await files.read(other, 'a')).toBe('other');
    });
  });
}

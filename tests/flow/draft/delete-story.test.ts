import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import type { DraftVersion } from '#core/draft/draft';
import { editStory } from '#flow/draft/begin-draft';
import { deleteStory } from '#flow/draft/delete-story';
import { saveDraft } from '#flow/draft/save-draft';
import { openMemoryWorld } from '#local/memory/world';
import type { World } from '#ports';

const FILE = 'posts/safer-medicines.md';
const SAM = { by: 'Sam', at: Temporal.Instant.from('2019-09-09T08:00:00Z') };
const LATER = { by: 'Kim', at: Temporal.Instant.from('2019-09-09T09:00:00Z') };

const versionOf = async ({ content }: World) => (await content.read()).stories.find(({ file }) => file === FILE)?.version ?? '';

async function textsOf({ drafts }: World, { draft }: DraftVersion) {
  const versions = (await drafts.versions(draft)).reverse();
  return Promise.all(versions.map(async ({ version }) => (await drafts.find(draft, version))?.text));
}

async function opened() {
  const { world, files } = openMemoryWorld({ files: { [FILE]: 'first' } });
  const draft = await editStory(world, FILE, SAM);
  if (!draft) throw new Error('There is no story.');
  return { world, files, draft: { ...draft, file: FILE } };
}

test('wherever the deletion of a story breaks off, its words are in a version, and the next try deletes it', async () => {
  for (let killedAt = 1; killedAt <= 4; killedAt += 1) {
    const { world, files, draft } = await opened();
    files.set(FILE, new TextEncoder().encode('changed in the folder'));
    const fileVersion = await versionOf(world);
    let writes = 0;
    const unlessKilled = async <V>(write: () => Promise<V>): Promise<V> => {
      writes += 1;
      if (writes === killedAt) throw new Error('killed');
      return write();
    };
    const dying: World = {
      ...world,
      drafts: { ...world.drafts, save: (version) => unlessKilled(() => world.drafts.save(version)) },
      content: { ...world.content, remove: (...given) => unlessKilled(() => world.content.remove(...given)) },
    };
    await deleteStory(dying, draft, fileVersion, LATER).catch((error: Error) => expect(error.message).toBe('killed'));
    expect(writes).toBe(Math.min(killedAt, 3));
    if (!files.has(FILE)) expect(await textsOf(world, draft)).toContain('changed in the folder');
    const newest = (await world.drafts.newest(draft.draft)) ?? draft;
    expect(await deleteStory(world, { ...newest, file: FILE }, fileVersion, LATER)).toBe('deleted');
    expect(files.has(FILE)).toBe(false);
    expect(await world.drafts.newest(draft.draft)).toMatchObject({ state: 'deleted', mark: 'story-deleted', file: FILE });
    expect(await world.drafts.newest(draft.draft)).not.toHaveProperty('base');
    expect(await textsOf(world, draft)).toEqual(expect.arrayContaining(['first', 'changed in the folder']));
  }
});

test('words that somebody saves while a story is being deleted stay in its history', async () => {
  const { world, files, draft } = await opened();
  const meanwhile: World = {
    ...world,
    content: {
      ...world.content,
      async remove(...given) {
        await saveDraft(world, draft.draft, { seen: 1, text: 'of Kim', title: 'Kim' }, LATER);
        return world.content.remove(...given);
      },
    },
  };
  expect(await deleteStory(meanwhile, draft, await versionOf(world), SAM)).toBe('deleted');
  expect(files.has(FILE)).toBe(false);
  expect(await textsOf(world, draft)).toEqual(['first', 'of Kim', 'of Kim']);
});

test('a story that somebody changes at the moment when it is deleted stays', async () => {
  const { world, files, draft } = await opened();
  const meanwhile: World = {
    ...world,
    content: {
      ...world.content,
      async remove(...given) {
        files.set(FILE, new TextEncoder().encode('second'));
        return world.content.remove(...given);
      },
    },
  };
  expect(await deleteStory(meanwhile, draft, await versionOf(world), SAM)).toBe('file changed');
  expect(new TextDecoder().decode(files.get(FILE))).toBe('second');
  expect(await world.drafts.newest(draft.draft)).toMatchObject({ state: 'open' });
});

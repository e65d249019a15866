import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import type { DraftVersion } from '#core/draft/draft';
import { beginDraft } from '#flow/draft/begin-draft';
import { bringBack, setState, settleFile } from '#flow/draft/change-draft';
import { saveDraft } from '#flow/draft/save-draft';
import { openMemoryWorld } from '#local/memory/world';
import type { World } from '#ports';

const SAM = { by: 'Sam', at: Temporal.Instant.from('2019-09-09T08:00:00Z') };
const KIM = { by: 'Kim', at: Temporal.Instant.from('2019-09-09T08:01:00Z') };

/** A draft of two versions, in a world in which Kim saves a third one just before Sam's first write. */
async function crossed(): Promise<{ world: World; meanwhile: World; draft: DraftVersion; texts(): Promise<string[]> }> {
  const { world } = openMemoryWorld();
  const { draft: id, text } = await beginDraft(world, 'post', { title: 'Safer medicines' }, SAM);
  await saveDraft(world, id, { seen: 1, text: 'second', title: 'Second' }, SAM);
  const draft = await world.drafts.newest(id);
  if (!draft) throw new Error('The draft is not there.');
  let isFirst = true;
  const save: World['drafts']['save'] = async (version) => {
    if (isFirst) await saveDraft(world, id, { seen: 2, text: 'of Kim', title: 'Kim' }, KIM);
    isFirst = false;
    return world.drafts.save(version);
  };
  const texts = async () => {
    const versions = await world.drafts.versions(id);
    const all = await Promise.all(versions.reverse().map(({ version }) => world.drafts.find(id, version)));
    return all.map((one) => (one?.text === text ? 'first' : (one?.text ?? '')));
  };
  return { world, meanwhile: { ...world, drafts: { ...world.drafts, save } }, draft, texts };
}

test('an earlier version of a draft comes back on top of what somebody saved at that moment', async () => {
  const { meanwhile, draft, texts } = await crossed();
  expect(await bringBack(meanwhile, draft.draft, 1, SAM)).toMatchObject({ kind: 'saved', draft: { version: 4, title: 'Safer medicines' } });
  expect(await texts()).toEqual(['first', 'second', 'of Kim', 'first']);
  expect(await bringBack(meanwhile, draft.draft, 9, SAM)).toEqual({ kind: 'unknown' });
});

test('a draft is deleted and comes back with the words that somebody saved at that moment', async () => {
  const { world, meanwhile, draft } = await crossed();
  expect(await setState(meanwhile, draft.draft, 'deleted', SAM)).toMatchObject({
    kind: 'saved',
    draft: { text: 'of Kim', state: 'deleted' },
  });
  expect(await setState(world, draft.draft, 'deleted', SAM)).toMatchObject({ draft: { version: 4 } });
  expect(await setState(world, draft.draft, 'open', SAM)).toMatchObject({ draft: { text: 'of Kim', state: 'open', version: 5 } });
});

test('a draft that agrees with its file again has both texts in its history', async () => {
  const { world, draft, texts } = await crossed();
  const present = { text: 'of the file', title: 'File', version: '"0123"' };
  const settled = await settleFile(world, { ...draft, base: '"0000"' }, { text: 'of both', title: 'Both', present }, SAM);
  expect(settled).toMatchObject({ kind: 'saved', draft: { version: 4, text: 'of both', base: '"0123"' } });
  expect(await texts()).toEqual(['first', 'second', 'of the file', 'of both']);
  const gone = await settleFile(world, { ...draft, version: 4, base: '"0123"' }, { text: 'mine', title: 'Mine' }, SAM);
  expect(gone).toMatchObject({ kind: 'saved', draft: { version: 5, text: 'mine' } });
  expect(await world.drafts.newest(draft.draft)).not.toHaveProperty('base');
});

test('a draft that somebody saves at that moment is not settled with its file, and nothing is written over their words', async () => {
  const { meanwhile, draft, texts } = await crossed();
  const present = { text: 'of the file', title: 'File', version: '"0123"' };
  expect(await settleFile(meanwhile, draft, { text: 'of both', title: 'Both', present }, SAM)).toMatchObject({
    kind: 'crossed',
    theirs: { text: 'of Kim' },
  });
  expect(await texts()).toEqual(['first', 'second', 'of Kim']);
});

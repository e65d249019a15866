import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import type { DraftVersion } from '#core/draft/draft';
import { beginDraft } from '#flow/draft/begin-draft';
import { fileOfDraft } from '#flow/draft/consequences';
import { publishDraft } from '#flow/draft/publish-draft';
import { saveDraft } from '#flow/draft/save-draft';
import { draftsToPublish } from '#flow/draft/unpublished';
import { openMemoryWorld } from '#local/memory/world';
import type { World } from '#ports';

const SAM = { by: 'Sam', at: Temporal.Instant.from('2019-09-09T08:00:00Z') };
const NOTHING_TO_DECIDE = { yes: [], untold: [], held: [] };
const NOW = SAM.at.toZonedDateTimeISO('Europe/London');

/** Presses Publish on what the desk shows of the draft. */
async function publish(world: World, { draft: id }: DraftVersion) {
  const draft = await world.drafts.newest(id);
  if (!draft) throw new Error(`${id} is not there.`);
  return publishDraft(world, { ...draft, file: await fileOfDraft(world, draft, NOW) }, NOTHING_TO_DECIDE, SAM);
}

test('a new story whose publishing broke off at any point is written into one file, whoever tries again', async () => {
  for (let killedAt = 1; killedAt <= 4; killedAt += 1) {
    const { world, files } = openMemoryWorld();
    const draft = await beginDraft(world, 'post', { title: 'Safer medicines' }, SAM);
    let writes = 0;
    const unlessKilled = async <V>(write: () => Promise<V>): Promise<V> => {
      writes += 1;
      if (writes === killedAt) throw new Error('killed');
      return write();
    };
    const dying: World = {
      ...world,
      drafts: { ...world.drafts, save: (version) => unlessKilled(() => world.drafts.save(version)) },
      content: { ...world.content, save: (...given) => unlessKilled(() => world.content.save(...given)) },
    };
    await publish(dying, draft).catch((error: Error) => expect(error.message).toBe('killed'));
    // Once its file is there it is published, whether or not that was recorded.
    const { stories } = await world.content.read();
    expect((await draftsToPublish(world, await world.drafts.all(), stories)).length).toBe(files.size === 0 ? 1 : 0);
    expect(writes).toBe(Math.min(killedAt, 3));
    if (killedAt <= 3) expect(await publish(world, draft)).toMatchObject({ kind: 'published' });
    expect([...files.keys()]).toEqual(['posts/2019-09-09-safer-medicines.md']);
  }
});

test('a draft that somebody has saved since it was shown is not published', async () => {
  const { world, files } = openMemoryWorld();
  const draft = await beginDraft(world, 'post', { title: 'Safer medicines' }, SAM);
  await saveDraft(world, draft.draft, { seen: 1, text: 'other words', title: 'Other' }, { ...SAM, by: 'Kim' });
  expect(await publishDraft(world, { ...draft, file: 'posts/safer-medicines.md' }, NOTHING_TO_DECIDE, SAM)).toEqual({
    kind: 'draft changed',
  });
  expect(files.size).toBe(0);
});

import { describe, expect, test } from 'vitest';
import { certificate } from '#flow/certificate/certificate';
import type { World } from '#ports';
import { publicationId, TestNewsroom } from '#tests/flow/test-newsroom';

const ALERT = publicationId('alert-safer-medicines');
const READERS = 520;
/** So a tick adds two chunks of the six, and the end is the seventh. */
const SLOW_MS = 21_000;

/** A newsroom in which each chunk takes long to write. `kept`: what of the chunk an earlier release would have written. */
async function slowNewsroom(kept: (chunk: Parameters<World['ledger']['addChunk']>[0]) => Parameters<World['ledger']['addChunk']>[0]) {
  const newsroom = new TestNewsroom();
  for (let i = 0; i < READERS; i += 1) await newsroom.subscribe(`reader-${i}`);
  const { ledger } = newsroom.world;
  const { addChunk, chunk } = ledger;
  const reads: number[] = [];
  Object.assign(ledger, {
    addChunk: async (one: Parameters<typeof addChunk>[0]) => {
      newsroom.memory.time.elapsedMs += SLOW_MS;
      return addChunk(kept(one));
    },
    chunk: async (...given: Parameters<typeof chunk>) => {
      reads.push(given[1]);
      return chunk(...given);
    },
  });
  return { newsroom, reads };
}

describe('an audience that takes many ticks to seal', () => {
  test('an audience that takes many ticks to seal is whole, and no tick reads again what an earlier one has written', async () => {
    const { newsroom, reads } = await slowNewsroom((chunk) => chunk);
    for (const minute of ['09:00', '09:01', '09:02']) {
      await newsroom.minute(`2019-09-09T${minute}`);
      expect(await newsroom.state(ALERT)).toBe('sealing');
    }
    expect(reads).toEqual([]);
    await newsroom.minute('2019-09-09T09:03');
    await newsroom.minute('2019-09-09T09:04');
    expect(newsroom.sent.toSorted()).toEqual(Array.from({ length: READERS }, (_, i) => `${ALERT} reader-${i}`).toSorted());
    expect(await newsroom.world.publications.find(ALERT)).toMatchObject({ state: 'done', audience: READERS, chunks: 6 });
  });

  test('an audience that an earlier release began to seal is sealed to its end, and counted right', async () => {
    const { newsroom } = await slowNewsroom(({ before, ...chunk }) =>
      chunk.chunk < 3 ? chunk : { ...chunk, ...(before === undefined ? {} : { before }) },
    );
    for (const minute of ['09:00', '09:01', '09:02', '09:03', '09:04']) await newsroom.minute(`2019-09-09T${minute}`);
    expect(await newsroom.world.publications.find(ALERT)).toMatchObject({ state: 'done', audience: READERS, chunks: 6 });
    expect(await certificate(newsroom.world, ALERT)).toMatchObject({ planned: READERS, accepted: READERS, twice: 0 });
  });
});

import { expect, test } from 'vitest';
import type { SubscriberId } from '#core/subscriber/subscriber';
import { deliveriesTo } from '#flow/certificate/find-deliveries';
import { openMemoryWorld } from '#local/memory/world';
import type { Ledger } from '#ports';
import { publicationId, subscriberId } from '#tests/contracts/ids';
import { london } from '#tests/core/samples';

const PUBLICATIONS = 100;
const CHUNKS = 100;
const spread = (n: number): SubscriberId => subscriberId((n * 2_654_435_761) % 2 ** 32);

/** Returns a world with a hundred publications to ten thousand people each, and counts its reads. `reader` got every second one. */
async function yearsOf(everybody: SubscriberId[], reader: SubscriberId) {
  const { world } = openMemoryWorld();
  for (let p = 0; p < PUBLICATIONS; p += 1) {
    const publication = publicationId(`alert-${p}`);
    const members = (p % 2 === 0 ? everybody : everybody.filter((id) => id !== reader)).map((subscriber) => ({ subscriber, mail: 'm' }));
    const size = Math.ceil(members.length / CHUNKS);
    for (let chunk = 0; chunk < CHUNKS; chunk += 1) {
      const some = members.slice(chunk * size, (chunk + 1) * size);
      const last = some.at(-1)?.subscriber;
      await world.ledger.addChunk({ publication, chunk, group: 20, members: some, last, end: false, closed: true });
    }
    await world.publications.add({
      id: publication,
      kind: 'alert',
      channel: 'email',
      due: london('2019-09-12T09:00').add({ days: p }),
      stories: [],
      decision: 'go',
      state: 'done',
      version: 1,
      chunks: CHUNKS,
    });
  }
  let reads = 0;
  const counted: Pick<Ledger, 'chunk' | 'group'> = {
    chunk: (...at) => {
      reads += 1;
      return world.ledger.chunk(...at);
    },
    group: (...at) => {
      reads += 1;
      return world.ledger.group(...at);
    },
  };
  return { world: { publications: world.publications, ledger: { ...world.ledger, ...counted } }, reads: () => reads };
}

test.each([0, 1, 4_999, 9_999])(
  'the deliveries to one of ten thousand readers are found in at most eight reads a publication (reader %i)',
  async (n) => {
    const everybody = Array.from({ length: 10_000 }, (_, i) => spread(i)).toSorted();
    const reader = everybody[n] ?? spread(0);
    const { world, reads } = await yearsOf(everybody, reader);
    const found = await deliveriesTo(world, reader);
    expect(found.map(({ record }) => record.id)).toEqual(Array.from({ length: 50 }, (_, i) => `alert-${98 - 2 * i}`));
    expect(reads()).toBeLessThanOrEqual(8 * PUBLICATIONS);
  },
);

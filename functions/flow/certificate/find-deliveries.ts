import { type ChunkHead, type Delivery, groupsOf } from '#core/delivery/ledger';
import type { PublicationRecord } from '#core/publication/publication';
import type { SubscriberId } from '#core/subscriber/subscriber';
import { inWindow } from '#flow/loops/with-concurrency';
import type { World } from '#ports';

/** One publication that she was in the audience of. Without a delivery: nobody has begun with hers yet. */
export type FoundDelivery = { record: PublicationRecord; delivery?: Delivery };

/** About five years of a busy newsroom; what was before that is forgotten anyway. */
const MOST = 1_000;
const AT_ONCE = 8;

/**
 * All that was sealed for one person, newest first, and what became of it. Chunks are in the order of ids, so hers is found by
 * halving: eight reads for a publication of 10,000 readers, one of them for her group.
 */
export async function deliveriesTo(world: Pick<World, 'register' | 'ledger'>, id: SubscriberId): Promise<FoundDelivery[]> {
  const mails = (await world.register.publications()).filter(({ channel, chunks }) => channel === 'email' && chunks !== undefined);
  const newest = mails.toSorted((a, b) => b.due.epochMilliseconds - a.due.epochMilliseconds).slice(0, MOST);
  const found = new Map<PublicationRecord, FoundDelivery>();
  await inWindow(newest, AT_ONCE, async (record) => {
    const head = await chunkOf(world, record, id);
    const group = head ? groupsOf(head).findIndex((members) => members.some(({ subscriber }) => subscriber === id)) : -1;
    if (!head || group < 0) return;
    const delivery = (await world.ledger.group({ publication: record.id, chunk: head.chunk, group })).get(id);
    found.set(record, delivery ? { record, delivery } : { record });
  });
  return newest.flatMap((record) => found.get(record) ?? []);
}

/** The only chunk that can hold her: the first that ends with her or after her. */
async function chunkOf(
  world: Pick<World, 'ledger'>,
  { id: publication, chunks = 0 }: PublicationRecord,
  id: SubscriberId,
): Promise<ChunkHead | undefined> {
  let low = 0;
  let high = chunks;
  let found: ChunkHead | undefined;
  while (low < high) {
    const middle = (low + high) >> 1;
    const head = await world.ledger.head(publication, middle);
    // What is as old as that has been forgotten.
    if (!head) return undefined;
    if ((head.last ?? '') >= id) {
      found = head;
      high = middle;
    } else low = middle + 1;
  }
  return found;
}

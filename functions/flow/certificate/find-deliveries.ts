import { type AudienceChunk, type Delivery, groupsOf } from '#core/delivery/ledger';
import type { PublicationRecord } from '#core/publication/publication';
import type { SubscriberId } from '#core/subscriber/subscriber';
import { byTime } from '#core/time/compare';
import { inWindow } from '#flow/loops/with-concurrency';
import type { World } from '#ports';

/**
 * One publication that was sealed for the reader. `mail`: the content address of their mail. Without a `delivery`, it is not claimed yet.
 */
export type FoundDelivery = { record: PublicationRecord; mail: string; delivery?: Delivery };

/** The newest publications that are searched: about five years of a busy newsroom. Rows are erased long before that. */
const MOST = 1_000;
const AT_ONCE = 8;

/**
 * Finds every email publication that was sealed for one reader, newest first, with the reader's delivery. Chunks are in the order of
 * subscriber ids, so a binary search finds the reader's: eight reads for a publication of 10,000 readers, one of them for the group.
 * Reads only; safe to repeat.
 */
export async function deliveriesTo(world: Pick<World, 'publications' | 'ledger'>, id: SubscriberId): Promise<FoundDelivery[]> {
  const mails = (await world.publications.all()).filter(({ channel, chunks }) => channel === 'email' && chunks !== undefined);
  const newest = mails.toSorted((a, b) => byTime(b.due, a.due)).slice(0, MOST);
  const found = new Map<PublicationRecord, FoundDelivery>();
  await inWindow(newest, AT_ONCE, async (record) => {
    const audienceChunk = await chunkOf(world, record, id);
    const member = audienceChunk?.members.find(({ subscriber }) => subscriber === id);
    if (!audienceChunk || !member) return;
    const group = groupsOf(audienceChunk).findIndex((members) => members.includes(member));
    const delivery = (await world.ledger.group({ publication: record.id, chunk: audienceChunk.chunk, group })).get(id);
    found.set(record, { record, mail: member.mail, ...(delivery ? { delivery } : {}) });
  });
  return newest.flatMap((record) => found.get(record) ?? []);
}

/** The only chunk that can hold the reader: the first one whose last id is the reader's or a later one. */
async function chunkOf(
  world: Pick<World, 'ledger'>,
  { id: publication, chunks = 0 }: PublicationRecord,
  id: SubscriberId,
): Promise<AudienceChunk | undefined> {
  let low = 0;
  let high = chunks;
  let found: AudienceChunk | undefined;
  while (low < high) {
    const middle = (low + high) >> 1;
    const audienceChunk = await world.ledger.chunk(publication, middle);
    // The rows of a publication this old are erased.
    if (!audienceChunk) return undefined;
    if ((audienceChunk.last ?? '') >= id) {
      found = audienceChunk;
      high = middle;
    } else low = middle + 1;
  }
  return found;
}

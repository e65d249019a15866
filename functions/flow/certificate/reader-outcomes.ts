// Who got a publication: each person of its sealed audience, with what is known. Reads only; safe to repeat.
import { certify } from '#core/certificate/count-deliveries';
import { type ReaderOutcome, readerOutcome } from '#core/certificate/reader-outcome';
import type { Certificate } from '#core/publication/delivery-counts';
import type { PublicationId, PublicationRecord } from '#core/publication/publication';
import type { Subscriber, SubscriberId } from '#core/subscriber/subscriber';
import { rawRows } from '#flow/certificate/certificate';
import { inWindow } from '#flow/loops/with-concurrency';
import type { World } from '#ports';

/** `twice`: the provider took two mails for this reader. */
export type Reached = { subscriber: SubscriberId; outcome: ReaderOutcome; twice: boolean };

/** Returns the sealed audience in the order of ids, each with an outcome, and the certificate that is counted from the same rows. */
export async function readerOutcomes(
  world: Pick<World, 'ledger' | 'bounces'>,
  { id, state }: Pick<PublicationRecord, 'id' | 'state'>,
): Promise<{ reached: Reached[]; counts: Certificate }> {
  const [chunks, duplicates, cameBack] = await Promise.all([rawRows(world, id), world.ledger.duplicates(id), bouncedOf(world, id)]);
  const twice = new Set(duplicates.map(({ subscriber }) => subscriber));
  const cancelled = state === 'cancelled';
  const reached = chunks.flatMap(({ audienceChunk, rows }) =>
    audienceChunk.members.map(({ subscriber }) => ({
      subscriber,
      outcome: readerOutcome(rows.get(subscriber), { cancelled, cameBack: cameBack.has(subscriber) }),
      twice: twice.has(subscriber),
    })),
  );
  return { reached, counts: certify(chunks, duplicates.length) };
}

async function bouncedOf({ bounces }: Pick<World, 'bounces'>, publication: PublicationId): Promise<Set<SubscriberId>> {
  const found = new Set<SubscriberId>();
  for await (const one of bounces.all()) if (one.bounces.some((bounce) => bounce.publication === publication)) found.add(one.subscriber);
  return found;
}

/** The most ids of one `readForSending`. */
const BATCH = 50;
const AT_ONCE = 8;

/** Returns what is kept of these people, by id. Who is erased is absent. */
export async function peopleOf(
  { subscribers }: Pick<World, 'subscribers'>,
  ids: readonly SubscriberId[],
): Promise<Map<SubscriberId, Subscriber>> {
  const found = new Map<SubscriberId, Subscriber>();
  const batches = Array.from({ length: Math.ceil(ids.length / BATCH) }, (_, i) => ids.slice(i * BATCH, (i + 1) * BATCH));
  await inWindow(batches, AT_ONCE, async (batch) => {
    const { people, unread } = await subscribers.readForSending(batch);
    for (const [id, { subscriber }] of people) if (subscriber) found.set(id, subscriber);
    for (const id of unread) {
      const subscriber = await subscribers.find(id);
      if (subscriber) found.set(id, subscriber);
    }
  });
  return found;
}

import type { Temporal } from 'temporal-polyfill';
import { certify } from '#core/certificate/count-deliveries';
import type { PublicationRecord } from '#core/publication/publication';
import { isBefore } from '#core/time/compare';
import { rawRows } from '#flow/certificate/certificate';
import type { World } from '#ports';

type DeliveryRowsWorld = Pick<World, 'publications' | 'ledger' | 'texts'>;

/** An email that began before `before`, has come to its end, and still has a row for each reader. Nothing that may still go out is ever one. */
export function hasDeliveryRows({ channel, begun, state, totals }: PublicationRecord, before: Temporal.Instant): boolean {
  if (channel !== 'email' || !begun || (state !== 'done' && state !== 'cancelled')) return false;
  return totals?.erased === undefined && isBefore(begun, before);
}

/**
 * Erases who got an ended publication, and keeps its figures: they are counted and stored first, so that they never come from
 * rows of which some are gone. From the last chunk to the first, so that what is left is always a whole chain, and a round that
 * breaks off is gone on with. False when there was no time for all of it.
 */
export async function deleteDeliveryRows(
  world: DeliveryRowsWorld,
  record: PublicationRecord,
  now: Temporal.Instant,
  inTime: () => boolean,
): Promise<boolean> {
  const counted = inTime() ? await withTotals(world, record) : undefined;
  if (!counted) return false;
  const { totals } = counted;
  for (let chunk = totals.chunksLeft - 1; chunk >= 0; chunk -= 1) {
    if (!inTime()) return false;
    await world.ledger.removeChunk(record.id, chunk);
  }
  await world.ledger.removeDuplicates(record.id);
  for (const mail of totals.mails) await world.texts.remove(mail);
  const erased = { ...totals, chunksLeft: 0, mails: [], erased: now };
  return (await world.publications.replace({ ...counted, totals: erased })) === 'replaced';
}

type Counted = PublicationRecord & Required<Pick<PublicationRecord, 'totals'>>;

/** Undefined when somebody else has changed the record: the next round sees what it is now. */
async function withTotals(world: DeliveryRowsWorld, record: PublicationRecord): Promise<Counted | undefined> {
  if (record.totals) return { ...record, totals: record.totals };
  const chunks = await rawRows(world, record.id);
  const counts = certify(chunks, (await world.ledger.duplicates(record.id)).length);
  // A mail names its publication, so that no other one is sealed with the same text.
  const mails = new Set(chunks.flatMap(({ audienceChunk }) => audienceChunk.members.map(({ mail }) => mail)));
  // One more than have members: the end of the chain is a head too.
  const counted = { ...record, totals: { counts, chunksLeft: chunks.length + 1, mails: [...mails] } };
  return (await world.publications.replace(counted)) === 'replaced' ? { ...counted, version: record.version + 1 } : undefined;
}

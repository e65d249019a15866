import type { Temporal } from 'temporal-polyfill';
import { certify } from '#core/certificate/count-deliveries';
import type { PublicationRecord } from '#core/publication/publication';
import { isBefore } from '#core/time/compare';
import { rawRows } from '#flow/certificate/certificate';
import type { World } from '#ports';

type DeliveryRowsWorld = Pick<World, 'publications' | 'ledger' | 'texts'>;

/**
 * True for an email publication that began before `before`, has ended, and still has delivery rows. One that may still go out never
 * counts.
 */
export function hasDeliveryRows({ channel, begun, state, totals }: PublicationRecord, before: Temporal.Instant): boolean {
  if (channel !== 'email' || !begun || (state !== 'done' && state !== 'cancelled')) return false;
  return totals?.erased === undefined && isBefore(begun, before);
}

/**
 * Deletes a finished publication's rows per reader, after storing its totals: counts never come from partly deleted rows. Deletes the last
 * chunk first, so that an interrupted run leaves a valid chain. Returns false when it ran out of time, or when the record was changed
 * meanwhile. May throw; safe to repeat.
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

/** Undefined when the record was changed meanwhile: the next run reads it again. */
async function withTotals(world: DeliveryRowsWorld, record: PublicationRecord): Promise<Counted | undefined> {
  if (record.totals) return { ...record, totals: record.totals };
  const chunks = await rawRows(world, record.id);
  const counts = certify(chunks, (await world.ledger.duplicates(record.id)).length);
  // A mail's text names its publication, so no other publication has the same content address.
  const mails = new Set(chunks.flatMap(({ audienceChunk }) => audienceChunk.members.map(({ mail }) => mail)));
  // One more than have members: the end of the chain is a stored chunk too.
  const counted = { ...record, totals: { counts, chunksLeft: chunks.length + 1, mails: [...mails] } };
  return (await world.publications.replace(counted)) === 'replaced' ? { ...counted, version: record.version + 1 } : undefined;
}

// Reads only; safe to repeat.
import type { Temporal } from 'temporal-polyfill';
import { type Audit, erasedSentence } from '#core/certificate/certificate-text';
import { certify } from '#core/certificate/count-deliveries';
import { type ArchivedSend, findings } from '#core/certificate/discrepancies';
import { ReportedMails } from '#core/certificate/mail-reports';
import type { ChunkRows } from '#core/delivery/ledger';
import type { Certificate } from '#core/publication/delivery-counts';
import type { PublicationId, PublicationRecord } from '#core/publication/publication';
import type { SubscriberId } from '#core/subscriber/subscriber';
import { activeReasons } from '#core/subscriber/suppression';
import type { EventArchive, World } from '#ports';

/** Returns a publication's counts: the stored totals once its delivery rows are erased, else counted from the rows now. */
export async function countsOf(
  world: Pick<World, 'ledger'>,
  { id, totals }: Pick<PublicationRecord, 'id' | 'totals'>,
): Promise<Certificate> {
  return totals?.counts ?? (await certificate(world, id));
}

/** Counts an email publication's certificate from the stored rows. */
export async function certificate(world: Pick<World, 'ledger'>, publication: PublicationId): Promise<Certificate> {
  return certify(await rawRows(world, publication), (await world.ledger.duplicates(publication)).length);
}

const MOST_AT_ONCE = 8;

/** Reads a publication's sealed audience, some chunks at once, with the delivery row of each member who has one. */
export async function rawRows(world: Pick<World, 'ledger'>, publication: PublicationId): Promise<ChunkRows[]> {
  const chunks: ChunkRows[] = [];
  // How many there are is seen at the end. Most audiences are small, so the first reads are few.
  for (let atOnce = 1; ; atOnce = Math.min(2 * atOnce, MOST_AT_ONCE)) {
    const next = Array.from({ length: atOnce }, (_, i) => rowsOfChunk(world, publication, chunks.length + i));
    for (const chunk of await Promise.all(next)) {
      if (!chunk) return chunks;
      chunks.push(chunk);
    }
  }
}

/** Undefined for the chunk that marks the end, and after it. */
async function rowsOfChunk({ ledger }: Pick<World, 'ledger'>, publication: PublicationId, chunk: number): Promise<ChunkRows | undefined> {
  const audienceChunk = await ledger.chunk(publication, chunk);
  if (!audienceChunk || audienceChunk.end) return undefined;
  const groups = await ledger.groups(publication, chunk);
  return { audienceChunk, rows: new Map([...groups.values()].flatMap((rows) => [...rows])) };
}

export type AuditWorld = Pick<World, 'publications' | 'ledger' | 'subscribers' | 'suppressions'> & { eventArchive: EventArchive };

/** No event of a publication is older than its beginning, but the provider's clock may be off by less than this. */
const MARGIN_HOURS = 1;

/**
 * Returns the certificate, checked against the events that SES reported and against the times of unsubscribes.
 * For a publication whose rows are erased: its stored totals, without findings.
 */
export async function audit(world: AuditWorld, publication: PublicationId): Promise<Audit> {
  const record = await world.publications.find(publication);
  if (record?.totals) {
    const { state, totals, due } = record;
    return { publication, state, counts: totals.counts, findings: [], erased: erasedSentence(totals, due.timeZoneId) };
  }
  const chunks = await rawRows(world, publication);
  const { sends, reported } = await archivedEvents(world, publication, record?.begun);
  const unsubscribes = await readUnsubscribes(
    world,
    sends.map(({ subscriber }) => subscriber),
  );
  const duplicates = await world.ledger.duplicates(publication);
  const ses = new Set(sends.map(({ receipt }) => receipt)).size;
  const seconds = ses - new Set(sends.map(({ subscriber }) => subscriber)).size;
  const counts = certify(chunks, Math.max(duplicates.length, seconds));
  return {
    publication,
    state: record?.state ?? 'unknown',
    counts,
    ses,
    reports: reported.countOf(chunks),
    findings: findings(chunks, sends, unsubscribes),
  };
}

/** Reads the archive once: what SES accepted, and what it has reported of that since. */
async function archivedEvents(
  { eventArchive }: AuditWorld,
  publication: PublicationId,
  begun?: Temporal.Instant,
): Promise<{ sends: ArchivedSend[]; reported: ReportedMails }> {
  const sends: ArchivedSend[] = [];
  const reported = new ReportedMails();
  const since = begun?.subtract({ hours: MARGIN_HOURS });
  for await (const event of eventArchive.events({ publication, ...(since ? { since } : {}) })) {
    const { kind, tag, receipt, at } = event;
    reported.add(event);
    if (kind === 'accepted' && tag?.kind === 'delivery') sends.push({ subscriber: tag.subscriber, receipt, at });
  }
  return { sends, reported };
}

/** When those of `ids` unsubscribed who did. The suppressions say it, because no restore rewinds them. */
async function readUnsubscribes(
  world: Pick<World, 'subscribers' | 'suppressions'>,
  ids: SubscriberId[],
): Promise<Map<SubscriberId, Temporal.Instant>> {
  const asked = [...new Set(ids)];
  const unsubscribes = new Map<SubscriberId, Temporal.Instant>();
  for (let start = 0; start < asked.length; start += 50) {
    const some = asked.slice(start, start + 50);
    const { people, unread } = await world.subscribers.readForSending(some);
    for (const id of some.filter((one) => unread.has(one) || people.get(one)?.suppressed)) {
      const unsubscribed = activeReasons(await world.suppressions.log(id)).find(({ why }) => why === 'unsubscribed');
      if (unsubscribed) unsubscribes.set(id, unsubscribed.at);
    }
  }
  return unsubscribes;
}

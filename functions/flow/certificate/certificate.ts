import type { Temporal } from 'temporal-polyfill';
import { type Audit, erasedSentence } from '#core/certificate/certificate-text';
import { certify } from '#core/certificate/count-deliveries';
import { type ArchivedSend, findings } from '#core/certificate/discrepancies';
import type { ChunkRows } from '#core/delivery/ledger';
import type { Certificate } from '#core/publication/delivery-counts';
import type { PublicationId, PublicationRecord } from '#core/publication/publication';
import type { SubscriberId } from '#core/subscriber/subscriber';
import { standing } from '#core/subscriber/suppression';
import type { Archive, World } from '#ports';

/** What a publication that has a record adds up to: as it was counted when its rows were erased, or from what is stored at this moment. */
export async function countsOf(
  world: Pick<World, 'ledger'>,
  { id, account }: Pick<PublicationRecord, 'id' | 'account'>,
): Promise<Certificate> {
  return account?.counts ?? (await certificate(world, id));
}

/** The certificate of an email publication, from what is stored at this moment. */
export async function certificate(world: Pick<World, 'ledger'>, publication: PublicationId): Promise<Certificate> {
  return certify(await rawRows(world, publication), (await world.ledger.duplicates(publication)).length);
}

/** The sealed audience of a publication, chunk by chunk, with the row of each member who has one. */
export async function rawRows(world: Pick<World, 'ledger'>, publication: PublicationId): Promise<ChunkRows[]> {
  const chunks: ChunkRows[] = [];
  for (let chunk = 0; ; chunk += 1) {
    const head = await world.ledger.head(publication, chunk);
    if (!head || head.end) return chunks;
    const groups = await world.ledger.groups(publication, chunk);
    chunks.push({ head, rows: new Map([...groups.values()].flatMap((rows) => [...rows])) });
  }
}

export type AuditWorld = Pick<World, 'register' | 'ledger' | 'subscribers' | 'suppressions'> & { archive: Archive };

/** Before a publication began none of its events can have happened; a provider's clock may be off by less than this. */
const MARGIN_HOURS = 1;

/** The certificate, held against the events that SES itself has reported, and against who has left and when. */
export async function audit(world: AuditWorld, publication: PublicationId): Promise<Audit> {
  const record = await world.register.publication(publication);
  if (record?.account) {
    const { state, account, due } = record;
    return { publication, state, counts: account.counts, findings: [], erased: erasedSentence(account, due.timeZoneId) };
  }
  const chunks = await rawRows(world, publication);
  const sends = await archivedSends(world, publication, record?.begun);
  const left = await goodbyes(
    world,
    sends.map(({ subscriber }) => subscriber),
  );
  const duplicates = await world.ledger.duplicates(publication);
  const ses = new Set(sends.map(({ receipt }) => receipt)).size;
  const seconds = ses - new Set(sends.map(({ subscriber }) => subscriber)).size;
  const counts = certify(chunks, Math.max(duplicates.length, seconds));
  return { publication, state: record?.state ?? 'unknown', counts, ses, findings: findings(chunks, sends, left) };
}

async function archivedSends({ archive }: AuditWorld, publication: PublicationId, begun?: Temporal.Instant): Promise<ArchivedSend[]> {
  const sends: ArchivedSend[] = [];
  const since = begun?.subtract({ hours: MARGIN_HOURS });
  for await (const { kind, tag, receipt, at } of archive.events({ publication, ...(since ? { since } : {}) })) {
    if (kind === 'accepted' && tag) sends.push({ subscriber: tag.subscriber, receipt, at });
  }
  return sends;
}

/** When those of `ids` who have left by themselves did so. The suppressions tell it, which no restore rewinds. */
async function goodbyes(
  world: Pick<World, 'subscribers' | 'suppressions'>,
  ids: SubscriberId[],
): Promise<Map<SubscriberId, Temporal.Instant>> {
  const asked = [...new Set(ids)];
  const left = new Map<SubscriberId, Temporal.Instant>();
  for (let start = 0; start < asked.length; start += 50) {
    const some = asked.slice(start, start + 50);
    const { people, unread } = await world.subscribers.readForSending(some);
    for (const id of some.filter((one) => unread.has(one) || people.get(one)?.suppressed)) {
      const goodbye = standing(await world.suppressions.log(id)).find(({ why }) => why === 'left');
      if (goodbye) left.set(id, goodbye.at);
    }
  }
  return left;
}

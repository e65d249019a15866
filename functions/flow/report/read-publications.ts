// What became of the publications of a report. Reads only; safe to repeat.
import type { MailReports } from '#core/certificate/mail-reports';
import type { Certificate } from '#core/publication/delivery-counts';
import type { PublicationId, PublicationRecord } from '#core/publication/publication';
import { certifyPosts, type PostsCertificate } from '#core/social/post-counts';
import { countsOf } from '#flow/certificate/certificate';
import { inWindow } from '#flow/loops/with-concurrency';
import { sealedParts } from '#flow/social/post-parts';
import type { World } from '#ports';

const AT_ONCE = 8;

/** A page must answer before its Lambda is stopped, and other things are read besides. */
const MOST_MS = 18_000;

/** Returns the certificate of each email; undefined when they are too many to be counted in one request. */
export async function readCertificates(
  world: Pick<World, 'ledger' | 'machine'>,
  records: readonly PublicationRecord[],
): Promise<Map<PublicationId, Certificate> | undefined> {
  const found = new Map<PublicationId, Certificate>();
  const start = world.machine.elapsedMs();
  await inWindow(records, AT_ONCE, async (record) => {
    if (world.machine.elapsedMs() - start < MOST_MS) found.set(record.id, await countsOf(world, record));
  });
  return found.size === records.length ? found : undefined;
}

/** Returns what the mail service had reported of each email a day after it, where that is known. */
export async function readMailReports(
  { publications }: Pick<World, 'publications'>,
  records: readonly PublicationRecord[],
): Promise<Map<PublicationId, MailReports>> {
  const found = new Map<PublicationId, MailReports>();
  await inWindow(records, AT_ONCE, async ({ id }) => {
    const written = await publications.certificate(id);
    if (written?.reports) found.set(id, written.reports);
  });
  return found;
}

/** Returns the certificate of each social post. */
export async function readPostCertificates(
  world: Pick<World, 'socialLedger' | 'texts'>,
  records: readonly PublicationRecord[],
): Promise<Map<PublicationId, PostsCertificate>> {
  const found = new Map<PublicationId, PostsCertificate>();
  await inWindow(records, AT_ONCE, async (record) => {
    const parts = record.snapshot === undefined ? 0 : (await sealedParts(world, record)).length;
    found.set(record.id, certifyPosts(parts, await world.socialLedger.parts(record.id)));
  });
  return found;
}

/** Returns how many emails of each publication came back, of those that are still known. */
export async function readCameBack({ bounces }: Pick<World, 'bounces'>): Promise<Map<PublicationId, number>> {
  const found = new Map<PublicationId, number>();
  for await (const one of bounces.all()) {
    for (const publication of new Set(one.bounces.map((bounce) => bounce.publication)))
      found.set(publication, (found.get(publication) ?? 0) + 1);
  }
  return found;
}

import type { Temporal } from 'temporal-polyfill';
import { isToBeCertified } from '#core/certificate/written-certificate';
import { type CertifiedWorld, certified } from '#flow/certificate/certify';
import { forEachOnItsOwn } from '#flow/loops/for-each-on-its-own';

/**
 * Writes the certificate of each publication that began a day ago and is over. What is written stays as it is. Throws at the end what
 * failed on the way; safe to repeat.
 */
export async function writeCertificates(world: CertifiedWorld, now: Temporal.Instant): Promise<void> {
  const over = (await world.publications.all()).filter((record) => isToBeCertified(record, now));
  await forEachOnItsOwn(over, async ({ id }) => {
    if (await world.publications.certificate(id)) return;
    const found = await certified(world, id);
    if (!found) return;
    const { sentence, wrong } = found;
    const reports = 'reports' in found && found.reports ? { reports: found.reports } : {};
    await world.publications.keepCertificate({ publication: id, at: now, sentence, wrong, ...reports });
  });
}

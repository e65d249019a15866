import type { Temporal } from 'temporal-polyfill';
import type { MailReports } from '#core/certificate/mail-reports';
import type { PublicationId, PublicationRecord } from '#core/publication/publication';
import { isAfter } from '#core/time/compare';

/**
 * The certificate of a publication as it was written a day after it. It names no reader. `wrong`: what does not add up, in sentences;
 * empty when everything does. `reports`: what SES had reported by then; absent for a social post, and in certificates of before.
 */
export type WrittenCertificate = {
  publication: PublicationId;
  at: Temporal.Instant;
  sentence: string;
  wrong: string[];
  reports?: MailReports;
};

/** SES reports within minutes; a day leaves time for what was held up. */
const AFTER = { hours: 24 };
/** What was held for longer than this after it had begun gets none. */
const AT_MOST = { hours: 30 * 24 };

/** True when the certificate of a publication is to be written, unless it is: everything of it has ended, and it began a day ago. */
export function isToBeCertified({ state, begun, firstAt = begun }: PublicationRecord, now: Temporal.Instant): boolean {
  if (firstAt === undefined || (state !== 'done' && state !== 'cancelled')) return false;
  return !isAfter(firstAt.add(AFTER), now) && isAfter(firstAt.add(AT_MOST), now);
}

import { Temporal } from 'temporal-polyfill';
import { array, object, optional, parse, string } from 'zod/mini';
import type { MailVerdicts } from '#core/doctor/canary-return';

const verdict = optional(object({ status: optional(string()) }));
const received = object({
  Records: array(
    object({
      ses: object({
        mail: object({ timestamp: string(), commonHeaders: object({ subject: optional(string()) }) }),
        receipt: optional(object({ dkimVerdict: verdict, spfVerdict: verdict, dmarcVerdict: verdict })),
      }),
    }),
  ),
});

/**
 * Returns subject and time of the mails in an event of SES email receiving, and what SES says of each. Neither the body nor the sender is
 * read.
 * @throws when it is no such event.
 */
export function readReceivedMails(event: unknown): { subject: string; at: Temporal.Instant; verdicts: MailVerdicts }[] {
  return parse(received, event).Records.map(({ ses: { mail, receipt } }) => ({
    subject: mail.commonHeaders.subject ?? '',
    at: Temporal.Instant.from(mail.timestamp),
    verdicts: {
      dkim: receipt?.dkimVerdict?.status ?? '',
      spf: receipt?.spfVerdict?.status ?? '',
      dmarc: receipt?.dmarcVerdict?.status ?? '',
    },
  }));
}

import { Temporal } from 'temporal-polyfill';
import { array, object, optional, parse, string } from 'zod/mini';

const received = object({
  Records: array(
    object({ ses: object({ mail: object({ timestamp: string(), commonHeaders: object({ subject: optional(string()) }) }) }) }),
  ),
});

/**
 * Returns subject and time of the mails in an event of SES email receiving. Neither the body nor the sender is read.
 * @throws when it is no such event.
 */
export function readReceivedMails(event: unknown): { subject: string; at: Temporal.Instant }[] {
  return parse(received, event).Records.map(({ ses: { mail } }) => ({
    subject: mail.commonHeaders.subject ?? '',
    at: Temporal.Instant.from(mail.timestamp),
  }));
}

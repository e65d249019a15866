import { Temporal } from 'temporal-polyfill';
import { array, object, optional, parse, string } from 'zod/mini';

const received = object({
  Records: array(
    object({ ses: object({ mail: object({ timestamp: string(), commonHeaders: object({ subject: optional(string()) }) }) }) }),
  ),
});

/** The mails of an event of SES's email receiving, as far as they are read: nothing of the body, and not who sent them. @throws when it is no such event. */
export function readReceivedMails(event: unknown): { subject: string; at: Temporal.Instant }[] {
  return parse(received, event).Records.map(({ ses: { mail } }) => ({
    subject: mail.commonHeaders.subject ?? '',
    at: Temporal.Instant.from(mail.timestamp),
  }));
}

import { Temporal } from 'temporal-polyfill';
import { array, type infer as Infer, literal, object, optional, string } from 'zod/mini';
import { type MailTag, mailTag } from '#core/delivery/mail-tag';

/** What happened to one mail. `receipt`: its SES message id. `tag`: absent when the mail is not ours. */
export type MailEvent = { receipt: string; at: Temporal.Instant; tag?: MailTag; address?: string } & (
  | { kind: 'accepted' | 'delivered' | 'complained' | 'delayed' | 'rejected' }
  /** SES reports an out-of-office reply as a bounce too: `permanent: false`, `General`, beside a delivery of the same mail. */
  | { kind: 'bounced'; permanent: boolean; subType: string }
);

const recipients = array(object({ emailAddress: string() }));
const tagValue = optional(array(string()));
const sesEvent = object({
  eventType: string(),
  mail: object({
    messageId: string(),
    timestamp: string(),
    destination: array(string()),
    // SES gives every tag as a list of values, and adds tags of its own.
    tags: optional(object({ i: tagValue, c: tagValue, g: tagValue, r: tagValue, a: tagValue, n: tagValue })),
  }),
  delivery: optional(object({ timestamp: string(), recipients: optional(array(string())) })),
  bounce: optional(object({ timestamp: string(), bounceType: string(), bounceSubType: string(), bouncedRecipients: recipients })),
  complaint: optional(object({ timestamp: string(), complainedRecipients: recipients })),
  deliveryDelay: optional(object({ timestamp: string(), delayedRecipients: optional(recipients) })),
});
type SesEvent = Infer<typeof sesEvent>;

const envelope = object({ Type: literal('Notification'), Message: string() });

/** SES sends this once, as plain text, when the SNS topic is connected to it. */
const GREETING = 'Successfully validated SNS topic for Amazon SES event publishing.';

/**
 * Reads the body of a queue message: an SES event, bare or in an SNS envelope. Events may come twice and in any order.
 * Returns undefined for a kind that the newsroom does not use (Open, Click, …).
 * @throws when the body is no SES event, or lacks a part that its kind must have.
 */
export function parseMailEvent(body: string): MailEvent | undefined {
  if (body.trim() === GREETING) return undefined;
  const parsed: unknown = JSON.parse(body);
  const wrapped = envelope.safeParse(parsed);
  if (wrapped.success) return parseMailEvent(wrapped.data.Message);
  return mailEvent(sesEvent.parse(parsed));
}

function mailEvent(event: SesEvent): MailEvent | undefined {
  const { mail } = event;
  const tag = mail.tags && mailTag(firstValues(mail.tags));
  const about = (timestamp: string, address = mail.destination[0]) => ({
    receipt: mail.messageId,
    at: Temporal.Instant.from(timestamp),
    ...(tag ? { tag } : {}),
    ...(address ? { address } : {}),
  });
  switch (event.eventType) {
    case 'Send':
      return { kind: 'accepted', ...about(mail.timestamp) };
    case 'Delivery': {
      const { timestamp, recipients } = present(event.delivery, event);
      return { kind: 'delivered', ...about(timestamp, recipients?.[0]) };
    }
    case 'Bounce': {
      const { timestamp, bounceType, bounceSubType, bouncedRecipients } = present(event.bounce, event);
      return {
        kind: 'bounced',
        permanent: bounceType === 'Permanent',
        subType: bounceSubType,
        ...about(timestamp, bouncedRecipients[0]?.emailAddress),
      };
    }
    case 'Complaint': {
      const { timestamp, complainedRecipients } = present(event.complaint, event);
      return { kind: 'complained', ...about(timestamp, complainedRecipients[0]?.emailAddress) };
    }
    case 'DeliveryDelay': {
      const { timestamp, delayedRecipients } = present(event.deliveryDelay, event);
      return { kind: 'delayed', ...about(timestamp, delayedRecipients?.[0]?.emailAddress) };
    }
    case 'Reject':
      return { kind: 'rejected', ...about(mail.timestamp) };
    default:
      return undefined;
  }
}

function firstValues(tags: NonNullable<SesEvent['mail']['tags']>) {
  return { i: tags.i?.[0], c: tags.c?.[0], g: tags.g?.[0], r: tags.r?.[0], a: tags.a?.[0], n: tags.n?.[0] };
}

function present<T>(part: T | undefined, event: SesEvent): T {
  if (part === undefined) throw new Error(`An SES event of type ${event.eventType} lacks the part about it.`);
  return part;
}

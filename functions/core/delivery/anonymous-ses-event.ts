import { array, nullish, object, optional, record, string } from 'zod/mini';

const moment = object({ timestamp: string() });
const sesEvent = object({
  eventType: string(),
  mail: object({ messageId: string(), timestamp: string(), tags: optional(record(string(), array(string()))) }),
  delivery: nullish(moment),
  bounce: nullish(object({ timestamp: string(), bounceType: string(), bounceSubType: string() })),
  complaint: nullish(moment),
  deliveryDelay: nullish(moment),
});

/** The names of our tags (core/delivery/mail-tag.ts). SES adds tags of its own: the caller, its IP address and the sender's domain. */
const OURS = ['i', 'c', 'g', 'r', 'a', 'n'];

/**
 * Returns an SES event for the archive: what happened, when, and to which delivery. It keeps SES's shape, so `parseMailEvent` reads it
 * too. It leaves out the address, the subject and the headers, which hold the unsubscribe link. A mail without our tag keeps no trace of
 * its reader. Anonymising an event twice changes nothing more.
 * @throws when the body is no SES event.
 */
export function anonymousSesEvent(body: string): object {
  const parsed: unknown = JSON.parse(body);
  const { eventType, mail, delivery, bounce, complaint, deliveryDelay } = sesEvent.parse(parsed);
  const tags = Object.entries(mail.tags ?? {}).filter(([name]) => OURS.includes(name));
  return {
    eventType,
    mail: { messageId: mail.messageId, timestamp: mail.timestamp, destination: [], tags: Object.fromEntries(tags) },
    ...(delivery ? { delivery } : {}),
    ...(bounce ? { bounce: { ...bounce, bouncedRecipients: [] } } : {}),
    ...(complaint ? { complaint: { ...complaint, complainedRecipients: [] } } : {}),
    ...(deliveryDelay ? { deliveryDelay } : {}),
  };
}

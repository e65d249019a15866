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

/** The words of core/delivery/mail-tag.ts. SES adds its own beside them: who called it, from where, and the sender's domain. */
const OURS = ['i', 'c', 'g', 'r', 'a', 'n'];

/**
 * What the archive keeps of an SES event: what happened, when, and to which delivery, in SES's own shape, so that whoever reads
 * events reads these too. The address, the subject and the headers, with the unsubscribe link in them, are left out. Of a mail
 * that has no tag of ours nothing says whose it was, and nobody asks the archive. What is kept once is kept again the same.
 * @throws when it is no SES event.
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

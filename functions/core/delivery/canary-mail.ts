import type { Temporal } from 'temporal-polyfill';
import type { CanaryTag } from '#core/delivery/mail-tag';
import { unsubscribeMailbox } from '#core/subscriber/unsubscribe-mail';

/**
 * Returns the mail to SES's simulator whose event proves that events reach us. It costs no quota and no reputation. The time when it was
 * sent identifies it.
 */
export function canaryMail(at: Temporal.Instant, from: string): CanaryMail {
  return mailTo(`success+${at.epochMilliseconds}@simulator.amazonses.com`, 'Canary', at, from);
}

/** Returns the mail to our own mailbox, which takes in emails to unsubscribe. `subject`: by which it is known when it comes back. */
export function ownCanaryMail(at: Temporal.Instant, from: string, subject: string): CanaryMail {
  return mailTo(unsubscribeMailbox(from), subject, at, from);
}

type CanaryMail = { to: string; message: Uint8Array; tag: CanaryTag };

function mailTo(to: string, subject: string, at: Temporal.Instant, from: string): CanaryMail {
  const lines = [
    `From: ${from}`,
    `To: ${to}`,
    `Subject: ${subject}`,
    'Auto-Submitted: auto-generated',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=us-ascii',
    'Content-Transfer-Encoding: 7bit',
    '',
    'If the event of this mail comes back, events reach us.',
    '',
  ];
  return { to, message: new TextEncoder().encode(lines.join('\r\n')), tag: { kind: 'canary', sent: at } };
}

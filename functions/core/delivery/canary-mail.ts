import type { Temporal } from 'temporal-polyfill';
import type { CanaryTag } from '#core/delivery/mail-tag';

/**
 * Returns the mail to SES's simulator whose event proves that events reach us. It costs no quota and no reputation. The time when it was
 * sent identifies it.
 */
export function canaryMail(at: Temporal.Instant, from: string): { to: string; message: Uint8Array; tag: CanaryTag } {
  const moment = String(at.epochMilliseconds);
  const to = `success+${moment}@simulator.amazonses.com`;
  const lines = [
    `From: ${from}`,
    `To: ${to}`,
    'Subject: Canary',
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

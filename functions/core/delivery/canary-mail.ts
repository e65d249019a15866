import { Temporal } from 'temporal-polyfill';
import type { MailTag } from '#core/delivery/mail-tag';
import type { PublicationId } from '#core/publication/publication';
import type { SubscriberId } from '#core/subscriber/subscriber';

// biome-ignore lint/plugin/no-cast: no publication and no subscriber has these ids, whose own begin with a kind and are 32 hex digits.
const [CANARY, NOBODY] = ['canary' as PublicationId, 'nobody' as SubscriberId];

/** The mail whose event proves that events reach us, to SES's own simulator: it costs no quota and no reputation. Told apart by its moment. */
export function canaryMail(at: Temporal.Instant, from: string): { to: string; message: Uint8Array; tag: MailTag } {
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
  const tag = { at: { publication: CANARY, chunk: 0, group: 0 }, subscriber: NOBODY, attempt: 0, nonce: moment };
  return { to, message: new TextEncoder().encode(lines.join('\r\n')), tag };
}

/** When the canary of this tag was sent; undefined when the tag is a delivery's. */
export function canaryMoment(tag: MailTag): Temporal.Instant | undefined {
  if (tag.at.publication !== CANARY) return undefined;
  return Temporal.Instant.fromEpochMilliseconds(Number(tag.nonce));
}

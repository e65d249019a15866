import { createHmac } from 'node:crypto';
import { domainToASCII } from 'node:url';
import type { SubscriberId } from '#core/subscriber/subscriber';

/**
 * The id of an address under a secret key: 32 hex digits, the same for ever, and useless to anyone without the key.
 * Changing the key makes strangers of all subscribers, and of all who must never be mailed again.
 */
export function subscriberId(key: string, address: string): SubscriberId {
  const typed = address.normalize('NFC').trim().toLowerCase();
  const domain = typed.lastIndexOf('@') + 1;
  // A domain in other letters is the same domain in its ASCII form; one that has none stays as typed.
  const normalised = typed.slice(0, domain) + (domainToASCII(typed.slice(domain)) || typed.slice(domain));
  return createHmac('sha256', key).update(normalised).digest('hex').slice(0, 32) as SubscriberId;
}

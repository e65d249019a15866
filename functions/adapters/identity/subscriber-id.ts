import { createHmac } from 'node:crypto';
import { domainToASCII } from 'node:url';
import type { SubscriberId } from '#core/subscriber/subscriber';

/**
 * Returns the id of an address under a secret key: 32 hex digits, always the same, and useless without the key.
 * With another key every id changes: no subscriber is found any more, and no suppression.
 */
export function subscriberId(key: string, address: string): SubscriberId {
  const typed = address.normalize('NFC').trim().toLowerCase();
  const domain = typed.lastIndexOf('@') + 1;
  // An internationalised domain and its ASCII form are the same domain. A domain without an ASCII form stays as typed.
  const normalised = typed.slice(0, domain) + (domainToASCII(typed.slice(domain)) || typed.slice(domain));
  return createHmac('sha256', key).update(normalised).digest('hex').slice(0, 32) as SubscriberId;
}

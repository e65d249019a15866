import { createHmac } from 'node:crypto';
import type { SubscriberId } from '#core/subscriber';

/**
 * The id of an address under a secret key: 32 hex digits, the same for ever, and useless to anyone without the key.
 * Changing the key makes strangers of all subscribers, and of all who must never be mailed again.
 */
export function subscriberId(key: string, address: string): SubscriberId {
  const normalised = address.normalize('NFC').trim().toLowerCase();
  return createHmac('sha256', key).update(normalised).digest('hex').slice(0, 32) as SubscriberId;
}

import type { TransactionalKey } from '#core/delivery/transactional-key';
import type { Rules } from '#core/rules/rules';
import type { SubscriberId } from '#core/subscriber/subscriber';

/** An email with an unknown outcome stays `claimed` and is never sent again. The reader can ask for another one the next day. */
export type TransactionalState = 'waiting' | 'claimed' | 'accepted' | 'refused';
/** For the emails that ask for a confirmation. `mailbox`: the keyed hash of the mailbox behind the address. `form`: what is confirmed. */
export type RequestedFor = { mailbox?: SubscriberId; form?: string };
export type TransactionalEmail = TransactionalKey & RequestedFor & { state: TransactionalState };

/** The sender in a transactional email. The tick records it, so the worker that sends the email reads no rules. */
export type SenderProfile = Pick<Rules, 'name' | 'shortName' | 'site' | 'timezone' | 'brand' | 'sender'>;

/** Returns the sender profile from the rules. */
export function senderProfileOf({ name, shortName, site, timezone, brand, sender }: Rules): SenderProfile {
  return { name, shortName, site, timezone, brand, sender };
}

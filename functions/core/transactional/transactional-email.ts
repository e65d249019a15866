import type { TransactionalKey } from '#core/delivery/transactional-key';
import type { Rules } from '#core/rules/rules';

/** A letter of which nobody knows whether it was accepted stays `claimed`: it is never sent again. She can ask anew the next day. */
export type TransactionalState = 'waiting' | 'claimed' | 'accepted' | 'refused';
export type TransactionalEmail = TransactionalKey & { state: TransactionalState };

/** Whom a letter is from: what it says of the house comes with its job, so that who sends it reads no rules. */
export type SenderProfile = Pick<Rules, 'name' | 'shortName' | 'site' | 'timezone' | 'brand' | 'sender'>;

/** What a letter's job carries of the rules. */
export function senderProfileOf({ name, shortName, site, timezone, brand, sender }: Rules): SenderProfile {
  return { name, shortName, site, timezone, brand, sender };
}

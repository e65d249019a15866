import type { TransactionalKey } from '#core/delivery/transactional-key';
import type { Rules } from '#core/rules/rules';

/** An email with an unknown outcome stays `claimed` and is never sent again. The reader can ask for another one the next day. */
export type TransactionalState = 'waiting' | 'claimed' | 'accepted' | 'refused';
export type TransactionalEmail = TransactionalKey & { state: TransactionalState };

/** The sender in a transactional email. It comes with the job, so the worker that sends the email reads no rules. */
export type SenderProfile = Pick<Rules, 'name' | 'shortName' | 'site' | 'timezone' | 'brand' | 'sender'>;

/** Returns the sender profile from the rules. */
export function senderProfileOf({ name, shortName, site, timezone, brand, sender }: Rules): SenderProfile {
  return { name, shortName, site, timezone, brand, sender };
}

import type { Temporal } from 'temporal-polyfill';
import type { Rules } from '#core/rules/rules';
import type { SubscriberId } from '#core/subscriber/subscriber';

/**
 * A mail to one person, because of something that somebody did on our pages; it says nothing else.
 * confirm: is this your address, and do you want our emails? · known: you get our emails already, and here you can change them ·
 * link: a fresh link to your preferences · move: do you want your emails at this address from now on? · moving: somebody asked
 * to have your emails sent elsewhere. note: the one kind that nobody asked for, to the programme lead (core/transactional/morning-summary.ts).
 */
export const TRANSACTIONAL_KINDS = ['confirm', 'known', 'link', 'move', 'moving', 'note'] as const;
export type TransactionalKind = (typeof TRANSACTIONAL_KINDS)[number];
export type ReaderTransactionalKind = Exclude<TransactionalKind, 'note'>;

export function isForReader(kind: TransactionalKind): kind is ReaderTransactionalKind {
  return kind !== 'note';
}

/** To whom a note goes: no subscriber has this id, whose own are hashes. Her address comes from the rules, with the job. */
// biome-ignore lint/plugin/no-cast: it stands where a subscriber's id does, and nothing is ever kept of a subscriber under it.
export const PROGRAMME_LEAD = 'programme-lead' as SubscriberId;

/** At most one of a kind to a person on a day: `day` is part of what names it. */
export type TransactionalKey = { to: SubscriberId; kind: TransactionalKind; day: Temporal.PlainDate };

/** An email with an unknown outcome stays `claimed` and is never sent again. The reader can ask for another one the next day. */
export type TransactionalState = 'waiting' | 'claimed' | 'accepted' | 'refused';
export type TransactionalEmail = TransactionalKey & { state: TransactionalState };

/** The sender in a transactional email. It comes with the job, so the worker that sends the email reads no rules. */
export type SenderProfile = Pick<Rules, 'name' | 'shortName' | 'site' | 'timezone' | 'brand' | 'sender'>;

/** Returns the sender profile from the rules. */
export function senderProfileOf({ name, shortName, site, timezone, brand, sender }: Rules): SenderProfile {
  return { name, shortName, site, timezone, brand, sender };
}

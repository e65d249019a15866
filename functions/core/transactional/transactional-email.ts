import type { Temporal } from 'temporal-polyfill';
import type { Rules } from '#core/rules/rules';
import type { SubscriberId } from '#core/subscriber/subscriber';

/**
 * A mail to one person, because of something that somebody did on our pages; it says nothing else.
 * confirm: is this your address, and do you want our emails? · known: you get our emails already, and here you can change them ·
 * link: a fresh link to your preferences · move: do you want your emails at this address from now on? · moving: somebody asked
 * to have your emails sent elsewhere. note: the one kind that nobody asked for, to the programme lead (core/transactional/morning-summary.ts).
 */
export const LETTER_KINDS = ['confirm', 'known', 'link', 'move', 'moving', 'note'] as const;
export type LetterKind = (typeof LETTER_KINDS)[number];
export type ReaderLetterKind = Exclude<LetterKind, 'note'>;

export function isForReader(kind: LetterKind): kind is ReaderLetterKind {
  return kind !== 'note';
}

/** To whom a note goes: no subscriber has this id, whose own are hashes. Her address comes from the rules, with the job. */
// biome-ignore lint/plugin/no-cast: it stands where a subscriber's id does, and nothing is ever kept of a subscriber under it.
export const PROGRAMME_LEAD = 'programme-lead' as SubscriberId;

/** At most one of a kind to a person on a day: `day` is part of what names it. */
export type LetterKey = { to: SubscriberId; kind: LetterKind; day: Temporal.PlainDate };

/** A letter of which nobody knows whether it was accepted stays `claimed`: it is never sent again. She can ask anew the next day. */
export type LetterState = 'waiting' | 'claimed' | 'accepted' | 'refused';
export type Letter = LetterKey & { state: LetterState };

/** Whom a letter is from: what it says of the house comes with its job, so that who sends it reads no rules. */
export type LetterHouse = Pick<Rules, 'name' | 'shortName' | 'site' | 'timezone' | 'brand' | 'sender'>;

/** What a letter's job carries of the rules. */
export function houseOf({ name, shortName, site, timezone, brand, sender }: Rules): LetterHouse {
  return { name, shortName, site, timezone, brand, sender };
}

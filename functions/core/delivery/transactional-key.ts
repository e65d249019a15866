import type { Temporal } from 'temporal-polyfill';
import type { SubscriberId } from '#core/subscriber/subscriber';

/**
 * A mail to one person, because of something that somebody did on our pages; it says nothing else.
 * confirm: is this your address, and do you want our emails? · known: you get our emails already, and here you can change them ·
 * link: a fresh link to your preferences · move: do you want your emails at this address from now on? · moving: somebody asked
 * to have your emails sent elsewhere.
 */
export const READER_KINDS = ['confirm', 'known', 'link', 'move', 'moving'] as const;
export type ReaderTransactionalKind = (typeof READER_KINDS)[number];

/** note: the one kind that nobody asked for, to the programme lead (core/transactional/morning-summary.ts). */
export const TRANSACTIONAL_KINDS = [...READER_KINDS, 'note'] as const;
export type TransactionalKind = (typeof TRANSACTIONAL_KINDS)[number];

/** To whom a note goes, as stores, messages and tags write it: she is no subscriber, whose ids are hashes. Her address comes from the rules, with the job. */
export const PROGRAMME_LEAD = 'programme-lead';
export type TransactionalRecipient = SubscriberId | typeof PROGRAMME_LEAD;

export type ReaderTransactionalKey = { to: SubscriberId; kind: ReaderTransactionalKind; day: Temporal.PlainDate };
export type MorningSummaryKey = { to: typeof PROGRAMME_LEAD; kind: 'note'; day: Temporal.PlainDate };

/** At most one of a kind to a person on a day: `day` is part of what names it. */
export type TransactionalKey = ReaderTransactionalKey | MorningSummaryKey;

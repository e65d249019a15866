import type { Temporal } from 'temporal-polyfill';
import type { SubscriberId } from '#core/subscriber/subscriber';

/**
 * The kinds of transactional email that an action on our pages causes. Each goes to one person and says only this:
 * confirm: is this your address, and do you want our emails? · known: you get our emails already, and here you can change them ·
 * link: a new link to your preferences · move: do you want your emails at this address from now on? · moving: somebody asked
 * to have your emails sent elsewhere.
 */
export const READER_KINDS = ['confirm', 'known', 'link', 'move', 'moving'] as const;
export type ReaderTransactionalKind = (typeof READER_KINDS)[number];

/** `note` is the stored name of the morning summary to the programme lead (core/transactional/morning-summary.ts). */
export const TRANSACTIONAL_KINDS = [...READER_KINDS, 'note'] as const;
export type TransactionalKind = (typeof TRANSACTIONAL_KINDS)[number];

/** The recipient of the morning summary in stores, messages and tags. Subscribers have hashes instead. The tick records the address. */
export const PROGRAMME_LEAD = 'programme-lead';
export type TransactionalRecipient = SubscriberId | typeof PROGRAMME_LEAD;

export type ReaderTransactionalKey = { to: SubscriberId; kind: ReaderTransactionalKind; day: Temporal.PlainDate };
export type MorningSummaryKey = { to: typeof PROGRAMME_LEAD; kind: 'note'; day: Temporal.PlainDate };

/** Identifies a transactional email. `day` is part of the key, so a person gets at most one of a kind a day. */
export type TransactionalKey = ReaderTransactionalKey | MorningSummaryKey;

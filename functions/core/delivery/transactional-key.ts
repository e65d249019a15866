import type { Temporal } from 'temporal-polyfill';
import type { SubscriberId } from '#core/subscriber/subscriber';
import { fingerprint } from '#core/text/fingerprint';

/**
 * The kinds of transactional email that an action on our pages causes. Each goes to one person and says only this:
 * confirm: is this your address, and do you want our emails? · known: you get our emails already, and here you can change them ·
 * link: a new link to your preferences · move: do you want your emails at this address from now on? · moving: somebody asked
 * to have your emails sent elsewhere.
 */
export const READER_KINDS = ['confirm', 'known', 'link', 'move', 'moving'] as const;
export type ReaderTransactionalKind = (typeof READER_KINDS)[number];

/** `note` is the stored name of the morning summary (core/transactional/morning-summary.ts). */
export const TRANSACTIONAL_KINDS = [...READER_KINDS, 'note'] as const;
export type TransactionalKind = (typeof TRANSACTIONAL_KINDS)[number];

/** The one recipient of the morning summary in versions that knew only one address. It still counts on the day of an upgrade. */
export const PROGRAMME_LEAD = 'programme-lead';
/** A recipient of the morning summary in stores, messages and tags. Subscribers have keyed hashes instead. */
export type SummaryRecipient = typeof PROGRAMME_LEAD | `${typeof PROGRAMME_LEAD}-${string}`;
export type TransactionalRecipient = SubscriberId | SummaryRecipient;

export type ReaderTransactionalKey = { to: SubscriberId; kind: ReaderTransactionalKind; day: Temporal.PlainDate };
export type MorningSummaryKey = { to: SummaryRecipient; kind: 'note'; day: Temporal.PlainDate };

/** Identifies a transactional email. `day` is part of the key, so a person gets at most one of a kind a day. */
export type TransactionalKey = ReaderTransactionalKey | MorningSummaryKey;

/** Returns the recipient that stands for an address of `notes_to`: the same wherever it is in the list, and in whatever case. */
export function summaryRecipient(address: string): SummaryRecipient {
  return `${PROGRAMME_LEAD}-${fingerprint(address.toLowerCase())}`;
}

/** Reads a recipient of the morning summary. Anything that is none becomes the recipient of older versions. */
export function readSummaryRecipient(written: string): SummaryRecipient {
  const [, hash] = /^programme-lead-([0-9a-f]{16})$/.exec(written) ?? [];
  return hash === undefined ? PROGRAMME_LEAD : `${PROGRAMME_LEAD}-${hash}`;
}

// How long we keep personal data; the privacy page says the same. The daily retention run deletes it, or else the files named below.
import { Temporal } from 'temporal-polyfill';

export const RETENTION = {
  /** Unconfirmed sign-ups. */
  unconfirmed: Temporal.Duration.from({ days: 7 }),
  /** SES events without addresses (core/delivery/anonymous-ses-event.ts, cdk/archive.ts), kept as long as the rows that they prove. */
  mailEvents: Temporal.Duration.from({ months: 13 }),
  /** Unprocessed SES events, with addresses (cdk/archive.ts, cdk/dead-letters.ts). */
  unreadEvents: Temporal.Duration.from({ days: 14 }),
  /** A deleted draft that was never published (flow/privacy/run-retention.ts), and how long a deletion can be taken back. */
  deletedDrafts: Temporal.Duration.from({ days: 30 }),
  /** An imported list of people: the file and its rows (flow/import/run-import.ts). */
  imports: Temporal.Duration.from({ days: 7 }),
  /** Requests for transactional emails. */
  transactional: Temporal.Duration.from({ days: 30 }),
  /** Which emails each reader was sent. */
  sendLog: Temporal.Duration.from({ months: 13 }),
  /** Network addresses and the pages that they requested (cdk/access-logs.ts). */
  accessLogs: Temporal.Duration.from({ days: 30 }),
  /** A reader's profile after unsubscribing. */
  afterUnsubscribe: Temporal.Duration.from({ months: 13 }),
} as const;

/** Returns `7 days`, `13 months` or `12 hours`, for a duration in one unit. */
export function durationText(duration: Temporal.Duration): string {
  const units = ['month', 'day', 'hour', 'minute'] as const;
  const unit = units.find((one) => duration[`${one}s`] > 0) ?? 'day';
  const count = duration[`${unit}s`];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

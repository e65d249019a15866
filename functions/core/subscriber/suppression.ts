import type { Temporal } from 'temporal-polyfill';
import { isBefore } from '#core/time/compare';

/** Why an address must not be mailed. `pending-unsubscribe`: the one-click button was pressed, perhaps by a scanner. */
export type SuppressionReason = 'bounced' | 'complained' | 'unsubscribed' | 'erased' | 'pending-unsubscribe';
/** Why the address may be mailed again: the reader confirmed, or undid an unsubscribe soon after it; or a scanner had pressed. */
export type OpeningReason = 'confirmed' | 'undone' | 'scanner';

export type SuppressionEntry = { why: SuppressionReason | OpeningReason; at: Temporal.Instant };
export type Suppression = { why: SuppressionReason; at: Temporal.Instant };

/** The log keeps this many of the newest entries: a reader who has unsubscribed and returned a thousand times can still unsubscribe. */
const MOST_ENTRIES = 60;

/** Returns the reasons since the last entry that lifted them, oldest first. Empty: the address may be mailed. */
export function activeReasons(log: readonly SuppressionEntry[]): Suppression[] {
  const since = log.findLastIndex(({ why }) => isOpening(why)) + 1;
  return log.slice(since).flatMap(({ why, at }) => (isOpening(why) ? [] : [{ why, at }]));
}

/** Returns the log with the new entry at its end, or undefined when the entry has no effect or is not allowed. */
export function withEntry(log: readonly SuppressionEntry[], entry: SuppressionEntry): SuppressionEntry[] | undefined {
  const { why } = entry;
  return (isOpening(why) ? mayOpen(log, why) : isNews(log, { ...entry, why })) ? [...log, entry].slice(-MOST_ENTRIES) : undefined;
}

function mayOpen(log: readonly SuppressionEntry[], why: OpeningReason): boolean {
  const reasons = activeReasons(log).map((reason) => reason.why);
  if (reasons.length === 0) return false;
  switch (why) {
    case 'confirmed':
      return true;
    case 'undone':
      return reasons.every((reason) => reason === 'unsubscribed' || reason === 'pending-unsubscribe');
    case 'scanner':
      return reasons.every((reason) => reason === 'pending-unsubscribe');
    default:
      return why satisfies never;
  }
}

function isNews(log: readonly SuppressionEntry[], { why, at }: Suppression): boolean {
  if (activeReasons(log).some((reason) => reason.why === why)) return false;
  // A late report by SES may be older than the reader's confirmation, which proves that the address works.
  const reported = why === 'bounced' || why === 'complained';
  return !reported || !log.some((entry) => isOpening(entry.why) && !isBefore(entry.at, at));
}

function isOpening(why: SuppressionEntry['why']): why is OpeningReason {
  return why === 'confirmed' || why === 'undone' || why === 'scanner';
}

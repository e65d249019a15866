import type { Temporal } from 'temporal-polyfill';
import { isBefore } from '#core/time/compare';

/** Why somebody must not be mailed. `leaving`: it may have been a scanner that pressed her button; she is not mailed until that is known. */
export type SuppressionReason = 'bounced' | 'complained' | 'unsubscribed' | 'erased' | 'pending-unsubscribe';
/** Why she may be again: her own confirmation; her own undoing, soon after; it was a scanner. */
export type OpeningReason = 'confirmed' | 'undone' | 'scanner';

export type SuppressionEntry = { why: SuppressionReason | OpeningReason; at: Temporal.Instant };
export type Suppression = { why: SuppressionReason; at: Temporal.Instant };

/** So many of the newest entries are kept: somebody who leaves and comes back a thousand times must still be able to leave. */
const MOST_ENTRIES = 60;

/** The reasons that stand, oldest first: none of them, and she may be mailed. */
export function activeReasons(log: readonly SuppressionEntry[]): Suppression[] {
  const since = log.findLastIndex(({ why }) => isOpening(why)) + 1;
  return log.slice(since).flatMap(({ why, at }) => (isOpening(why) ? [] : [{ why, at }]));
}

/** The log with a new entry at its end, or undefined when it has no effect or is not allowed. */
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
  // What SES reports late may be older than her own word that the address works and that she wants our mail.
  const reported = why === 'bounced' || why === 'complained';
  return !reported || !log.some((entry) => isOpening(entry.why) && !isBefore(entry.at, at));
}

function isOpening(why: SuppressionEntry['why']): why is OpeningReason {
  return why === 'confirmed' || why === 'undone' || why === 'scanner';
}

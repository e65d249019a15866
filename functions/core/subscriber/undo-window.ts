import type { Temporal } from 'temporal-polyfill';
import { activeReasons, type SuppressionEntry } from '#core/subscriber/suppression';
import { byTime, isBefore } from '#core/time/compare';

/** For this long after an unsubscribe, one button undoes it. */
const UNDO_HOURS = 24;

/** True when the reader is unsubscribed, has an unsubscribe pending, or is erased. */
export function hasUnsubscribed(log: readonly SuppressionEntry[]): boolean {
  return activeReasons(log).some(({ why }) => why === 'unsubscribed' || why === 'pending-unsubscribe' || why === 'erased');
}

/** Returns until when the reader can undo the unsubscribe; undefined when it is too late, or when there is another active reason. */
export function undoUntil(log: readonly SuppressionEntry[], now: Temporal.Instant): Temporal.Instant | undefined {
  const reasons = activeReasons(log);
  if (reasons.some(({ why }) => why !== 'unsubscribed' && why !== 'pending-unsubscribe')) return undefined;
  const [first] = reasons.map(({ at }) => at).sort(byTime);
  const until = first?.add({ hours: UNDO_HOURS });
  return until && isBefore(now, until) ? until : undefined;
}

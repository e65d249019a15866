import type { Temporal } from 'temporal-polyfill';
import { activeReasons, type SuppressionEntry } from '#core/subscriber/suppression';
import { byTime, isBefore } from '#core/time/compare';

/** So long after leaving, one button brings somebody back. */
const UNDO_HOURS = 24;

/** Whether she has said goodbye herself, or a scanner has in her place. */
export function hasUnsubscribed(log: readonly SuppressionEntry[]): boolean {
  return activeReasons(log).some(({ why }) => why === 'unsubscribed' || why === 'pending-unsubscribe' || why === 'erased');
}

/** Until when she may undo her leaving; undefined when it is too late, or more stands against mailing her than that. */
export function undoUntil(log: readonly SuppressionEntry[], now: Temporal.Instant): Temporal.Instant | undefined {
  const reasons = activeReasons(log);
  if (reasons.some(({ why }) => why !== 'unsubscribed' && why !== 'pending-unsubscribe')) return undefined;
  const [first] = reasons.map(({ at }) => at).sort(byTime);
  const until = first?.add({ hours: UNDO_HOURS });
  return until && isBefore(now, until) ? until : undefined;
}

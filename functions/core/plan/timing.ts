// When a publication goes out, and the sentence that explains a time other than its own.
import type { Temporal } from 'temporal-polyfill';
import { nextAllowed, nextSlot, type Quiet, quietAt } from '#core/plan/quiet-times';
import type { Rules } from '#core/rules/rules';
import { isBefore, latest } from '#core/time/compare';
import { nhsDateTime } from '#core/time/nhs-dates';

export type Timing = { due: Temporal.ZonedDateTime; reason?: string };

const WHEN: Record<Quiet, string> = { weekend: 'at weekends', 'bank holiday': 'on bank holidays', 'quiet hours': 'in quiet hours' };

/** An email goes out at the next allowed time, or at its own time when the next one would be at or after `deadline`. */
export function emailTiming(at: Temporal.ZonedDateTime, rules: Rules, deadline?: Temporal.ZonedDateTime): Timing {
  const quiet = quietAt(at, rules);
  if (quiet === undefined) return { due: at };
  const due = nextAllowed(at, rules);
  if (deadline === undefined || isBefore(due, deadline)) return { due, reason: `Moved from ${nhsDateTime(at)}: no emails ${WHEN[quiet]}.` };
  return { due: at, reason: `Not moved, although there are no emails ${WHEN[quiet]}: the event starts before the next allowed time.` };
}

/** A social post goes out in the next slot; undefined when the rules have none. */
export function socialTiming(at: Temporal.ZonedDateTime, rules: Rules): Timing | undefined {
  const slot = nextSlot(at, { social: rules.social, quiet: { weekends: false, bankHolidays: 'none' } });
  const quiet = slot && quietAt(slot, rules);
  if (slot === undefined || quiet === undefined) return slot && { due: slot };
  const due = nextSlot(slot, rules);
  return due && { due, reason: `Moved from ${nhsDateTime(slot)}: no posts ${WHEN[quiet]}.` };
}

/** Returns when its first mail or post goes out if it begins now: at its due time, but no earlier than the end of its undo window. */
export function firstAt(
  due: Temporal.ZonedDateTime,
  rules: Pick<Rules, 'timezone' | 'undo'>,
  now: Temporal.Instant,
): Temporal.ZonedDateTime {
  return latest(due, now.toZonedDateTimeISO(rules.timezone).add(rules.undo));
}

/**
 * Returns until when it can be taken back that a publication is cancelled: a minute before it would begin. Until then no tick can have
 * closed it, or be about to.
 */
export function takeBackUntil(due: Temporal.ZonedDateTime, { undo }: Pick<Rules, 'undo'>): Temporal.ZonedDateTime {
  return due.subtract(undo).subtract({ minutes: 1 });
}

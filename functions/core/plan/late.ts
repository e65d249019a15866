// A missed publication that a person sends after all.
import type { Temporal } from 'temporal-polyfill';
import { nextAllowed } from '#core/plan/quiet-times';
import { type PublicationRecord, withReason } from '#core/publication/publication';
import type { Rules } from '#core/rules/rules';
import { isAfter, isBefore } from '#core/time/compare';

/** For this long after its due time a missed publication can still be sent. */
const LATE_HOURS = 14 * 24;

/** True when a missed publication may still be sent: nothing of it has begun, so nobody has it. */
export function mayBeLate({ state, begun, due }: PublicationRecord, now: Temporal.Instant): boolean {
  return state === 'missed' && begun === undefined && isBefore(now, due.add({ hours: LATE_HOURS }));
}

/** True when a person has said yes to a missed publication since it was missed. An earlier yes was for its own time. */
export function isSentLate(
  { missedAt, due }: PublicationRecord,
  approved: { at: Temporal.Instant } | undefined,
  { maxLateness }: Pick<Rules, 'maxLateness'>,
): boolean {
  return approved !== undefined && isAfter(approved.at, missedAt ?? due.add(maxLateness));
}

/** Returns a missed publication as it waits once more, due at the next time that is allowed. */
export function asLate({ missedAt: _, ...record }: PublicationRecord, rules: Rules, now: Temporal.Instant): PublicationRecord {
  const due = nextAllowed(now.toZonedDateTimeISO(rules.timezone), rules);
  return { ...withReason(record, undefined), state: 'waiting', due, late: true };
}

// A missed publication that a person sends after all.
import type { Temporal } from 'temporal-polyfill';
import { nextAllowed } from '#core/plan/quiet-times';
import { LATE_WHEN, readOutgoing, type WrittenOutgoing } from '#core/publication/outgoing';
import { type PublicationRecord, withReason } from '#core/publication/publication';
import type { Rules } from '#core/rules/rules';
import { isBefore } from '#core/time/compare';

/** For this long after its due time a missed publication can still be sent. */
const LATE_HOURS = 14 * 24;

/** True when a missed publication may still be sent: nothing of it has begun, so nobody has it. */
export function mayBeLate({ state, begun, due }: PublicationRecord, now: Temporal.Instant): boolean {
  return state === 'missed' && begun === undefined && isBefore(now, due.add({ hours: LATE_HOURS }));
}

/** True when a person has said, since it was missed, that it is to go out late. An earlier yes was for its own time. */
export function isSentLate(
  { missedAt, due }: PublicationRecord,
  approved: { at: Temporal.Instant; outgoing?: WrittenOutgoing } | undefined,
  { maxLateness }: Pick<Rules, 'maxLateness'>,
): boolean {
  if (readOutgoing(approved?.outgoing ?? '')?.when !== LATE_WHEN) return false;
  return approved !== undefined && !isBefore(approved.at, missedAt ?? due.add(maxLateness).toInstant());
}

/** Returns a missed publication as it waits once more, due at the next time that is allowed. */
export function asLate({ missedAt: _, ...record }: PublicationRecord, rules: Rules, now: Temporal.Instant): PublicationRecord {
  const due = nextAllowed(now.toZonedDateTimeISO(rules.timezone), rules);
  return { ...withReason(record, undefined), state: 'waiting', due, late: true };
}

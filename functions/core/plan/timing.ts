// When a publication goes out, and the sentence that explains a time other than its own.
import type { Temporal } from 'temporal-polyfill';
import { nextAllowed, nextSlot, type Quiet, quietAt } from '#core/plan/quiet-times';
import type { Override } from '#core/publication/override';
import type { Rules } from '#core/rules/rules';
import { startOf } from '#core/text/sentences';
import { isBefore, latest } from '#core/time/compare';
import { nhsDateTime } from '#core/time/nhs-dates';

export type Timing = { due: Temporal.ZonedDateTime; reason?: string };

/** As many as a plan with a thousand events may ask for. */
const MOST_KNOWN = 10_000;

const WHEN: Record<Quiet, string> = { weekend: 'at weekends', 'bank holiday': 'on bank holidays', 'quiet hours': 'in quiet hours' };

/** An email goes out at the next allowed time, or at its own time when the next one would be at or after `deadline`. */
export const emailTiming = remembered((at, rules, deadline): Timing => {
  const quiet = quietAt(at, rules);
  if (quiet === undefined) return { due: at };
  const due = nextAllowed(at, rules);
  if (deadline === undefined || isBefore(due, deadline)) return { due, reason: `Moved from ${nhsDateTime(at)}: no emails ${WHEN[quiet]}.` };
  return { due: at, reason: `Not moved, although there are no emails ${WHEN[quiet]}: the event starts before the next allowed time.` };
});

/** A social post goes out in the next slot; undefined when the rules have none. */
const socialTiming = remembered((at, rules): Timing | undefined => {
  const slot = nextSlot(at, { social: rules.social, quiet: { weekends: false, bankHolidays: 'none' } });
  const quiet = slot && quietAt(slot, rules);
  if (slot === undefined || quiet === undefined) return slot && { due: slot };
  const due = nextSlot(slot, rules);
  return due && { due, reason: `Moved from ${nhsDateTime(slot)}: no posts ${WHEN[quiet]}.` };
});

type TimingOf<T> = (at: Temporal.ZonedDateTime, rules: Rules, deadline?: Temporal.ZonedDateTime) => T;

/** Each plan asks for the same times again, and a slot takes 0.1 ms to find. They follow from the arguments alone. */
function remembered<T extends Timing | undefined>(timingOf: TimingOf<T>): TimingOf<T> {
  const knownOf = new WeakMap<Rules, Map<string, { timing: T }>>();
  return (at, rules, deadline) => {
    const known = knownOf.get(rules) ?? new Map<string, { timing: T }>();
    const asked = `${at.epochNanoseconds} ${at.timeZoneId} ${deadline?.epochNanoseconds}`;
    const before = known.get(asked);
    if (before) return before.timing;
    const timing = timingOf(at, rules, deadline);
    if (known.size >= MOST_KNOWN) known.clear();
    knownOf.set(rules, known.set(asked, { timing }));
    return timing;
  };
}

/**
 * When a publication goes out: at the time of the rules, or at the one that a person has set, which is never before `earliest`. Quiet
 * times count for both.
 */
export function emailTime(
  at: Temporal.ZonedDateTime,
  { rules, override, earliest, deadline }: Setting & { deadline?: Temporal.ZonedDateTime },
): Timing {
  const planned = emailTiming(at, rules, deadline);
  const set = timeSet(override, at, earliest);
  return set === undefined ? planned : moved(emailTiming(set, rules, deadline), planned, override);
}

/** The same for a social post. A person sets a time of their own, not a slot. */
export function socialTime(at: Temporal.ZonedDateTime, { rules, override, earliest }: Setting): Timing | undefined {
  const planned = socialTiming(at, rules);
  const set = timeSet(override, at, earliest);
  if (planned === undefined || set === undefined) return planned;
  const quiet = quietAt(set, rules);
  const due = nextAllowed(set, rules);
  return moved(
    quiet === undefined ? { due } : { due, reason: `Moved from ${nhsDateTime(set)}: no posts ${WHEN[quiet]}.` },
    planned,
    override,
  );
}

type Setting = { rules: Rules; override: Override | undefined; earliest?: Temporal.ZonedDateTime };

function timeSet(override: Override | undefined, { timeZoneId }: Temporal.ZonedDateTime, earliest?: Temporal.ZonedDateTime) {
  const set = override?.due?.toZonedDateTimeISO(timeZoneId);
  return set && latest(set, ...(earliest ? [earliest] : []));
}

function moved({ due, reason }: Timing, planned: Timing, override: Override | undefined): Timing {
  if (override === undefined || due.equals(planned.due)) return planned;
  const said = `${startOf(override.by)} moved it from ${nhsDateTime(planned.due)}.`;
  return { due, reason: reason === undefined ? said : `${said} ${reason}` };
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

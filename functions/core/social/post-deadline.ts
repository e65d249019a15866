import type { Temporal } from 'temporal-polyfill';
import type { PublicationRecord } from '#core/publication/publication';
import type { Rules } from '#core/rules/rules';
import type { LearningEvent } from '#core/story/story';
import { earliest, isAfter } from '#core/time/compare';

/** From a tick to its call: the job in the queue, and the minute that an invocation may take. */
const ON_ITS_WAY_MINUTES = 2;
/** A thread that could not continue within this time ends where it is, because its readers have moved on. */
const THREAD_HOURS = 24;

/** Returns the last moment for a post's first part: as late as the rules allow, and 2 minutes before each event that it is about. */
export function postDeadline(due: Temporal.ZonedDateTime, precedes: LearningEvent[], { maxLateness, timezone }: Rules): Temporal.Instant {
  const before = precedes.map(({ starts }) => starts.toZonedDateTime(timezone).toInstant().subtract({ minutes: ON_ITS_WAY_MINUTES }));
  return earliest(due.add(maxLateness).toInstant(), ...before);
}

/** True when `part` must no longer be posted: after the deadline, or for a later part 24 hours after the beginning. */
export function isTooLate({ begun, deadline }: PublicationRecord, part: number, now: Temporal.Instant): boolean {
  const last = part === 0 ? deadline : begun?.add({ hours: THREAD_HOURS });
  return last !== undefined && isAfter(now, last);
}

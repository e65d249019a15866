import type { Temporal } from 'temporal-polyfill';
import type { PublicationRecord } from '#core/publication/publication';
import type { Rules } from '#core/rules/rules';
import type { LearningEvent } from '#core/story/story';
import { earliest, isAfter } from '#core/time/compare';

/** From a tick to the call that it leads to: the ring on its way, and the minute that an invocation may take. */
const ON_ITS_WAY_MINUTES = 2;
/** A thread that could not be continued within this time ends where it is: who reads it has long moved on. */
const THREAD_HOURS = 24;

/** The last moment for the first part of a post: as late as the rules allow, and before each event that it leads to. */
export function postDeadline(due: Temporal.ZonedDateTime, precedes: LearningEvent[], { maxLateness, timezone }: Rules): Temporal.Instant {
  const before = precedes.map(({ starts }) => starts.toZonedDateTime(timezone).toInstant().subtract({ minutes: ON_ITS_WAY_MINUTES }));
  return earliest(due.add(maxLateness).toInstant(), ...before);
}

/** Whether `part` may not be posted any more, if it is not on the account by now. */
export function isTooLate({ begun, deadline }: PublicationRecord, part: number, now: Temporal.Instant): boolean {
  const last = part === 0 ? deadline : begun?.add({ hours: THREAD_HOURS });
  return last !== undefined && isAfter(now, last);
}

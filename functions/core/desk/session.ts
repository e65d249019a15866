// How long somebody stays signed in on the desk, and when she is asked once more.
import { Temporal } from 'temporal-polyfill';
import { isAfter } from '#core/time/compare';

/** One browser in which somebody has signed in. Each time comes from an event or from the issuer's word. */
export type Session = {
  /** Who it is for the issuer: stays the same when her address changes. */
  person: string;
  email: string;
  /** When she showed who she is. */
  signedIn: Temporal.Instant;
  /** When it was last used, to five minutes. */
  seen: Temporal.Instant;
};

/** A working day, and a long lunch. */
const LONGEST = Temporal.Duration.from({ hours: 12 });
const UNUSED = Temporal.Duration.from({ hours: 2 });
const RECENT = Temporal.Duration.from({ minutes: 30 });
/** So long a use may go unnoted: each note is a write. */
const UNRECORDED = Temporal.Duration.from({ minutes: 5 });

export function isOver({ signedIn, seen }: Session, now: Temporal.Instant): boolean {
  return isOlder(signedIn, LONGEST, now) || isOlder(seen, UNUSED, now);
}

/** Whether she showed who she is only just now: whoever found her computer open did not. */
export function isRecent({ signedIn }: Session, now: Temporal.Instant): boolean {
  return !isOlder(signedIn, RECENT, now);
}

export function isUnrecorded({ seen }: Session, now: Temporal.Instant): boolean {
  return isOlder(seen, UNRECORDED, now);
}

/** Whoever was last seen before this is signed out by now. */
export function unusedSince(now: Temporal.Instant): Temporal.Instant {
  return now.subtract(UNUSED);
}

function isOlder(then: Temporal.Instant, limit: Temporal.Duration, now: Temporal.Instant): boolean {
  return !isAfter(then.add(limit), now);
}

// How long a person stays signed in to the desk, and when they must sign in again.
import { Temporal } from 'temporal-polyfill';
import { isAfter } from '#core/time/compare';

/** One signed-in browser. Its times come from requests and from the issuer's token. */
export type Session = {
  /** The issuer's id (`sub`), which stays the same when the address changes. */
  person: string;
  email: string;
  /** When the person last proved who they are (`auth_time`). */
  signedIn: Temporal.Instant;
  /** Last use, up to five minutes behind. */
  seen: Temporal.Instant;
};

/** A working day. */
const LONGEST = Temporal.Duration.from({ hours: 12 });
/** A long lunch. */
const UNUSED = Temporal.Duration.from({ hours: 2 });
const RECENT = Temporal.Duration.from({ minutes: 30 });
/** A use is recorded at most this often: each record is a write. */
const UNRECORDED = Temporal.Duration.from({ minutes: 5 });

/** True when the session has ended: 12 hours after signing in, or after 2 hours without use. */
export function isOver({ signedIn, seen }: Session, now: Temporal.Instant): boolean {
  return isOlder(signedIn, LONGEST, now) || isOlder(seen, UNUSED, now);
}

/** True within 30 minutes of signing in. Most changes require it, since a person who finds an unlocked computer cannot sign in. */
export function isRecent({ signedIn }: Session, now: Temporal.Instant): boolean {
  return !isOlder(signedIn, RECENT, now);
}

/** True when the recorded use is at least 5 minutes old. */
export function isUnrecorded({ seen }: Session, now: Temporal.Instant): boolean {
  return isOlder(seen, UNRECORDED, now);
}

/** Sessions last used before this time have ended. */
export function unusedSince(now: Temporal.Instant): Temporal.Instant {
  return now.subtract(UNUSED);
}

function isOlder(then: Temporal.Instant, limit: Temporal.Duration, now: Temporal.Instant): boolean {
  return !isAfter(then.add(limit), now);
}

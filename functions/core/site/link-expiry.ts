import type { Temporal } from 'temporal-polyfill';

/** A preferences link shows a reader's choices. It expires because an old email may have been passed on. */
const PREFERENCES_DAYS = 45;

/**
 * A link in an email may have been passed on with it. What shows or moves all that we hold of a reader, or deletes it, needs a link that
 * the reader has asked for. At most one is sent a day, so that each works until the next.
 */
const FRESH_HOURS = 24;

/** Returns when a link expires that was asked for at `now`. */
export function freshEnd(now: Temporal.Instant): Temporal.Instant {
  return now.add({ hours: FRESH_HOURS });
}

/** Returns when the preferences link of an email from `now` expires. Its page offers a fresh link by one button. */
export function preferencesEnd(now: Temporal.Instant): Temporal.Instant {
  return now.add({ hours: PREFERENCES_DAYS * 24 });
}

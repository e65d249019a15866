import type { Temporal } from 'temporal-polyfill';

/** A link to somebody's choices shows what she chose, so it does not work for ever: an old email may have been passed on. */
const PREFERENCES_DAYS = 45;

/** When the link to the preferences in a mail of this moment stops working; a fresh one is one button away. */
export function preferencesEnd(now: Temporal.Instant): Temporal.Instant {
  return now.add({ hours: PREFERENCES_DAYS * 24 });
}

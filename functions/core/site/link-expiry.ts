import type { Temporal } from 'temporal-polyfill';

/** A preferences link shows a reader's choices. It expires because an old email may have been passed on. */
const PREFERENCES_DAYS = 45;

/** Returns when the preferences link of an email from `now` expires. Its page offers a fresh link by one button. */
export function preferencesEnd(now: Temporal.Instant): Temporal.Instant {
  return now.add({ hours: PREFERENCES_DAYS * 24 });
}

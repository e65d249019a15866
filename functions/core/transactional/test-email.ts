// An email sent to the team as a test: what a reader would get, marked as a test. It is in no ledger of readers.
import type { Temporal } from 'temporal-polyfill';
import { fittedSubject } from '#core/email/subject';
import type { ComposedMail } from '#core/mime/composed-mail';
import { isAfter } from '#core/time/compare';
import { nhsTime } from '#core/time/nhs-dates';

/** An unguessable name. */
export type TestEmailId = string & { readonly brand: 'TestEmailId' };

/** `claimed`: the call was made, and its outcome is not known. It is never made again. */
export type TestEmailState = 'waiting' | 'claimed' | 'accepted' | 'refused';

/**
 * One test email. `to`: an address of the team. `about`: of what it is a test, as its page names it. `sealed`: the content address of
 * the mail as it is laid out, with placeholders for a reader's data.
 */
export type TestEmail = {
  id: TestEmailId;
  to: string;
  by: string;
  at: Temporal.Instant;
  about: string;
  sealed: string;
  state: TestEmailState;
};

/** One test to a whole team of five, eight times a day. */
export const MOST_TESTS = 40;
const TEST_HOURS = 24;

/** Returns how many more tests may be sent now. */
export function testsLeft(latest: readonly TestEmail[], now: Temporal.Instant): number {
  const since = now.subtract({ hours: TEST_HOURS });
  return Math.max(0, MOST_TESTS - latest.filter(({ at }) => isAfter(at, since)).length);
}

/** Returns the mail with a subject that says that it is a test, and as of when: `Test, 3:52pm: What we learned`. */
export function asTest<Mail extends Pick<ComposedMail, 'subject'>>(mail: Mail, now: Temporal.ZonedDateTime): Mail {
  return { ...mail, subject: fittedSubject(`Test, ${nhsTime(now)}: `, mail.subject, '') };
}

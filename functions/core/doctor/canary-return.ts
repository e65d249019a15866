// The canary that goes to our own mailbox, for unsubscribing by email: an email of ours that comes back tells what every mailbox sees of
// our signature. No reader gets it, and it is in no ledger.
import type { Temporal } from 'temporal-polyfill';
import { isBefore } from '#core/time/compare';

/** What the receiving side said of one check: PASS, FAIL, GRAY (there was nothing to check) and so on; empty when it said nothing. */
export type MailVerdicts = { dkim: string; spf: string; dmarc: string };

/** `sent`: the newest canary to our own mailbox. `back`: the newest that came back, when that one was sent, and what was said of it. */
export type CanaryReturn = { sent: Temporal.Instant; back?: { sent: Temporal.Instant; at: Temporal.Instant } & MailVerdicts };

/** A day but for the minutes by which two examinations may differ. */
const EVERY_HOURS = 23;

export function isTimeForCanary(newest: CanaryReturn | undefined, now: Temporal.Instant): boolean {
  return newest === undefined || !isBefore(now, newest.sent.add({ hours: EVERY_HOURS }));
}

const SUBJECT = /^Canary ([0-9a-z]{16})$/;

/** `word`: nobody else knows it, so that nobody else can pretend to be the canary. */
export function canarySubject(word: string): string {
  return `Canary ${word}`;
}

/** Returns the word of a canary; undefined for any other email. */
export function canaryWord(subject: string): string | undefined {
  return SUBJECT.exec(subject.trim())?.[1];
}

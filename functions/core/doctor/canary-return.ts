// The canary that goes to our own mailbox: an email of ours that comes back tells what every mailbox sees of our signature.
import type { Temporal } from 'temporal-polyfill';

/** What the receiving side said of one check: PASS, FAIL, GRAY (there was nothing to check) and so on. */
export type MailVerdicts = { dkim: string; spf: string; dmarc: string };

/** `sent`: the newest canary to our own mailbox. `back`: the newest that came back, when that one was sent, and what was said of it. */
export type CanaryReturn = { sent: Temporal.Instant; back?: { sent: Temporal.Instant; at: Temporal.Instant } & MailVerdicts };

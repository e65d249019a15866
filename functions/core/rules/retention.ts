// How long we keep what we hold about people. The sweep carries it out, and the privacy page says it.
import { Temporal } from 'temporal-polyfill';

export const RETENTION = {
  /** A sign-up that nobody has confirmed. */
  unconfirmed: Temporal.Duration.from({ days: 7 }),
  /** What the mail provider reports of each mail, without addresses (core/delivery/anonymous-ses-event.ts, cdk/archive.ts): the certificate's witness for as long as its rows. */
  mailEvents: Temporal.Duration.from({ months: 13 }),
  /** Such a report as it came, when our programs could not take it in (cdk/archive.ts, cdk/dead-letters.ts). */
  unreadEvents: Temporal.Duration.from({ days: 14 }),
  /** A list of people that was brought in: the file, and its rows. */
  imports: Temporal.Duration.from({ days: 7 }),
  /** That a mail was asked for on our pages. */
  transactional: Temporal.Duration.from({ days: 30 }),
  /** Which emails each reader was sent. */
  sendLog: Temporal.Duration.from({ months: 13 }),
  /** Which network address asked for which page (cdk/access-logs.ts). */
  accessLogs: Temporal.Duration.from({ days: 30 }),
  /** What a reader told us, after she has left. */
  afterUnsubscribe: Temporal.Duration.from({ months: 13 }),
} as const;

/** `7 days`, `13 months`. For a length of time in one unit. */
export function durationText(duration: Temporal.Duration): string {
  const { months, days } = duration;
  const [count, unit] = months > 0 ? [months, 'month'] : [days, 'day'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** The most workers that send at once: the limit of the queue's event source. Each keeps to its share of the account's rate. */
export const SEND_WORKERS = 2;

/** Mails per second when SES does not answer what the account may send: the rate of the slowest account. */
export const SLOWEST_PER_SECOND = 1;

/** Returns the most mails per second that one worker starts. `perSecond`: the account's rate; undefined means no limit. */
export function shareOf(perSecond: number | undefined): number {
  return (perSecond ?? Number.POSITIVE_INFINITY) / SEND_WORKERS;
}

/** Gives each call of a process its start on the stopwatch, in milliseconds. `perSecond`: the most that may start in a second. */
export type Pace = (nowMs: number, perSecond: number) => number;

/** A timer wakes a little late, and the call after it in time: without this the two would be too close. */
const LATE_TIMERS = 1.01;
/** SES counts the calls of one second. */
const SECOND_MS = 1_000;

/**
 * Opens the pace of a process, over all its invocations. The starts are evenly spread, because SES counts a burst against its one second.
 * The first one waits, too: another process, whose place this one takes, may have called just before.
 */
export function openPace(): Pace {
  let lastMs: number | undefined;
  return (nowMs, perSecond) => {
    const gapMs = (SECOND_MS * LATE_TIMERS) / perSecond;
    lastMs = lastMs === undefined ? nowMs + Math.min(gapMs, SECOND_MS) : Math.max(nowMs, lastMs + gapMs);
    return lastMs;
  };
}

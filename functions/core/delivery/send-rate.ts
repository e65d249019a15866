/** The most workers that send at once: the limit of the queue's event source. Each keeps to its share of the account's rate. */
export const SEND_WORKERS = 2;

/** Mails per second when SES does not answer what the account may send: the rate of the slowest account. */
export const SLOWEST_PER_SECOND = 1;

/** Returns the most mails per second that one worker starts. `perSecond`: the account's rate; undefined means no limit. */
export function shareOf(perSecond: number | undefined): number {
  return (perSecond ?? Number.POSITIVE_INFINITY) / SEND_WORKERS;
}

/**
 * Returns a function that gives each call its start on the stopwatch, in milliseconds. The starts are evenly spread, because SES counts
 * a burst against its one second.
 */
export function spread(perSecond: number, fromMs: number): (nowMs: number) => number {
  const gapMs = 1000 / perSecond;
  let nextMs = fromMs;
  return (nowMs) => {
    const startMs = Math.max(nowMs, nextMs);
    nextMs = startMs + gapMs;
    return startMs;
  };
}

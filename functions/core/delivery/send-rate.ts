/** How many workers send at once at most: the queue's event source is set to it, and each keeps to its share of the account's rate. */
export const SEND_WORKERS = 2;

/** What is kept to when SES cannot be asked how fast we may send: the rate of the slowest account. */
export const SLOWEST_PER_SECOND = 1;

/** Mails that one worker starts in a second at most, of what the account may send; undefined is no limit. */
export function shareOf(perSecond: number | undefined): number {
  return (perSecond ?? Number.POSITIVE_INFINITY) / SEND_WORKERS;
}

/** Gives each call its moment on the stopwatch, in milliseconds, evenly spread: SES counts a burst against the second it comes in. */
export function spread(perSecond: number, fromMs: number): (nowMs: number) => number {
  const gapMs = 1000 / perSecond;
  let nextMs = fromMs;
  return (nowMs) => {
    const startMs = Math.max(nowMs, nextMs);
    nextMs = startMs + gapMs;
    return startMs;
  };
}

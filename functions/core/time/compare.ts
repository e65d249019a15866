// Compares two moments. Times with a zone are compared as moments, not by the clock of their zone.

/** An Instant or a ZonedDateTime. */
export type Moment = { readonly epochNanoseconds: bigint; readonly epochMilliseconds: number };

export function isBefore(a: Moment, b: Moment): boolean {
  return a.epochNanoseconds < b.epochNanoseconds;
}

export function isAfter(a: Moment, b: Moment): boolean {
  return a.epochNanoseconds > b.epochNanoseconds;
}

/** Compares for `sort`: the earliest comes first. */
export function byTime(a: Moment, b: Moment): number {
  if (isBefore(a, b)) return -1;
  return isAfter(a, b) ? 1 : 0;
}

/** Returns the earliest moment; the first of equal ones. */
export function earliest<M extends Moment>(first: M, ...others: M[]): M {
  return others.reduce((a, b) => (isAfter(a, b) ? b : a), first);
}

/** Returns the latest moment; the first of equal ones. */
export function latest<M extends Moment>(first: M, ...others: M[]): M {
  return others.reduce((a, b) => (isBefore(a, b) ? b : a), first);
}

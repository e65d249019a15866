// Which of two moments comes first. Moments with zones are compared as moments, whatever clocks show there.

/** An Instant or a ZonedDateTime. */
type Moment = { readonly epochNanoseconds: bigint };

export function isBefore(a: Moment, b: Moment): boolean {
  return a.epochNanoseconds < b.epochNanoseconds;
}

export function isAfter(a: Moment, b: Moment): boolean {
  return a.epochNanoseconds > b.epochNanoseconds;
}

/** For sorting, the earliest first. */
export function byTime(a: Moment, b: Moment): number {
  if (isBefore(a, b)) return -1;
  return isAfter(a, b) ? 1 : 0;
}

/** Of equal ones the first. */
export function earliest<M extends Moment>(first: M, ...others: M[]): M {
  return others.reduce((a, b) => (isAfter(a, b) ? b : a), first);
}

/** Of equal ones the first. */
export function latest<M extends Moment>(first: M, ...others: M[]): M {
  return others.reduce((a, b) => (isBefore(a, b) ? b : a), first);
}

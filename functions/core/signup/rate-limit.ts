// The rate limit of the forms, so that they cannot be used to flood other people's inboxes.

/** Up to this many forms an hour are normal for any list: announcing it to one trust causes that many. */
const QUIET_PER_HOUR = 60;
/** More than this many times the normal rate is unusual. */
const TIMES_NORMAL = 5;
/** Up to this many forms an hour are normal for one network: a trust's staff share one, and a talk may send them all at once. */
const NETWORK_QUIET_PER_HOUR = 20;
/** The most forms an hour with a right answer: more means that a program has learned to answer. */
const ANSWERED_PER_HOUR = 600;
const NETWORK_ANSWERED_PER_HOUR = 200;

/** Forms so far, this one included. `calm`: the forms of the last weeks that passed without a question, and the hours they took. */
type FormCounts = { perHour: number; networkPerHour: number; calm: { forms: number; hours: number } };

/** True when the form must come with the answer to a question. */
export function asksQuestion({ perHour, networkPerHour, calm }: FormCounts): boolean {
  return networkPerHour > NETWORK_QUIET_PER_HOUR || perHour > Math.max(QUIET_PER_HOUR, TIMES_NORMAL * (calm.forms / calm.hours));
}

/** True when even forms with a right answer are too many. `answered`: their counts, this one included. */
export function isFull(answered: { perHour: number; networkPerHour: number }): boolean {
  return answered.perHour > ANSWERED_PER_HOUR || answered.networkPerHour > NETWORK_ANSWERED_PER_HOUR;
}

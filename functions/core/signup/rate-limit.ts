// How many forms are let through, so that nobody can use them to fill other people's inboxes.

/** So many an hour are nothing unusual, for a list of any size: the day on which we tell a trust of it. */
const QUIET_PER_HOUR = 60;
/** So many times the normal rate is unusual. */
const TIMES_NORMAL = 5;
/** A trust's staff come from one network, and a talk may send all of them here at once. */
const NETWORK_QUIET_PER_HOUR = 20;
/** So many more are let through in an hour when they answer the question; after that somebody has taught a machine to answer it. */
const ANSWERED_PER_HOUR = 600;
const NETWORK_ANSWERED_PER_HOUR = 200;

/** Forms counted so far, this one included. `calm`: those of the last weeks that were let through unasked, and in how many hours. */
type FormCounts = { perHour: number; networkPerHour: number; calm: { forms: number; hours: number } };

/** Whether a form must come with the answer to a question. */
export function asksQuestion({ perHour, networkPerHour, calm }: FormCounts): boolean {
  return networkPerHour > NETWORK_QUIET_PER_HOUR || perHour > Math.max(QUIET_PER_HOUR, TIMES_NORMAL * (calm.forms / calm.hours));
}

/** Whether there are too many even of those that came with the answer. Counted with this one. */
export function isFull(answered: { perHour: number; networkPerHour: number }): boolean {
  return answered.perHour > ANSWERED_PER_HOUR || answered.networkPerHour > NETWORK_ANSWERED_PER_HOUR;
}

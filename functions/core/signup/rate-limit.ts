// The rate limit of the forms, so that they cannot be used to flood other people's inboxes. One mailbox has a limit of its own
// (core/transactional/send-limits.ts).

/** Up to this many forms an hour are normal for any list: announcing it to one trust causes that many. */
const QUIET_PER_HOUR = 60;
/** More than this many times the normal rate is unusual. */
const TIMES_NORMAL = 5;
/** Up to this many forms an hour are normal for one network: a trust's staff share one, and a talk may send them all at once. */
const NETWORK_QUIET_PER_HOUR = 20;
/** Up to this many forms an hour are normal for the addresses of one organisation. All of them may lead to one mailbox. */
const DOMAIN_QUIET_PER_HOUR = 20;

/** The most forms an hour with a right answer: more means that a program has learned to answer. */
const ANSWERED_PER_HOUR = 60;
const NETWORK_ANSWERED_PER_HOUR = 20;
const DOMAIN_ANSWERED_PER_HOUR = 30;
/** A network's first right answers of an hour always count, so that a program elsewhere cannot shut the form to ordinary people. */
const FIRST_ANSWERS = 3;
/** The most such first answers of all networks. It protects our rate at SES, and only thousands of networks reach it. */
const FIRST_ANSWERS_PER_HOUR = 540;

/** How many times more forms are normal on the day of a launch (`launches` in the rules). */
const TIMES_AT_LAUNCH = 10;

/** Forms so far in the hour, this one included: in all, from its network, and for the organisation of its address. */
type FormCounts = { all: number; network: number; domain: number };

/** True when the form must come with the answer to a question. `calm`: the forms of the last weeks that needed none, in these hours. */
export function asksQuestion({ all, network, domain }: FormCounts, calm: { forms: number; hours: number }, isLaunch: boolean): boolean {
  const times = isLaunch ? TIMES_AT_LAUNCH : 1;
  return (
    network > NETWORK_QUIET_PER_HOUR * times ||
    domain > DOMAIN_QUIET_PER_HOUR * times ||
    all > Math.max(QUIET_PER_HOUR * times, TIMES_NORMAL * (calm.forms / calm.hours))
  );
}

/** True when this is one of its network's first answers of the hour. `network`: right answers from there, this one included. */
export function isFirstAnswer(network: number): boolean {
  return network <= FIRST_ANSWERS;
}

/** True when a network has sent too many right answers. */
export function isNetworkFull(network: number, isLaunch: boolean): boolean {
  return network > NETWORK_ANSWERED_PER_HOUR * (isLaunch ? TIMES_AT_LAUNCH : 1);
}

/** True when there are too many first answers of all networks. `all`: their number, this one included. */
export function areFirstAnswersFull(all: number, isLaunch: boolean): boolean {
  return all > FIRST_ANSWERS_PER_HOUR * (isLaunch ? TIMES_AT_LAUNCH : 1);
}

/** True when there are too many right answers besides the first ones, this one included. */
export function isFull({ all, domain }: Omit<FormCounts, 'network'>, isLaunch: boolean): boolean {
  const times = isLaunch ? TIMES_AT_LAUNCH : 1;
  return all > ANSWERED_PER_HOUR * times || domain > DOMAIN_ANSWERED_PER_HOUR * times;
}

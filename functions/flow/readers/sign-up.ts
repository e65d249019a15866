import type { Temporal } from 'temporal-polyfill';
import { consentWording } from '#core/privacy/consent';
import type { Rules } from '#core/rules/rules';
import { mailboxOf, recipientDomain } from '#core/signup/mailbox';
import { isAnswer } from '#core/signup/question';
import { areFirstAnswersFull, asksQuestion, isFirstAnswer, isFull, isNetworkFull } from '#core/signup/rate-limit';
import type { Choices, SubscriberId } from '#core/subscriber/subscriber';
import { requestTransactional } from '#flow/transactional/request-transactional';
import type { World } from '#ports';

type SignupWorld = Pick<
  World,
  'subscribers' | 'suppressions' | 'signups' | 'transactional' | 'rateCounters' | 'texts' | 'jobQueue' | 'tokens' | 'machine'
>;

/** A valid form. `network`: a keyed hash of the sender's network. `answer`: to an earlier question of ours. */
export type SentForm = {
  address: string;
  choices: Choices;
  page: string;
  network: string;
  answer?: { token: string; text: string };
};

/** `question`: the form must be sent again with the answer. `later`: too many forms come just now. */
export type SignupAnswer = { kind: 'taken' } | { kind: 'question'; wrong: boolean } | { kind: 'later' };

const HOUR_SECONDS = 3600;
const FOUR_WEEKS_SECONDS = 4 * 7 * 24 * HOUR_SECONDS;
/** The normal rate is an average over at least this many hours. */
const MIN_HOURS = 7 * 24;
const QUESTION_HOURS = 1;

/**
 * Takes a sign-up form. Only the reader's own confirmation makes a subscriber. Whether the address is known decides only which email is
 * sent: the answer and the calls are the same, so that the form reveals nothing. May throw; safe to repeat.
 */
export async function signUp(world: SignupWorld, rules: Rules, form: SentForm, now: Temporal.Instant): Promise<SignupAnswer> {
  const limited = await limitSignup(world, rules, form, now);
  if (limited) return limited;
  const id = world.subscribers.idOf(form.address);
  const [subscriber, suppressed, wording] = await Promise.all([
    world.subscribers.find(id),
    world.suppressions.has(id),
    world.texts.put(consentWording(rules)),
  ]);
  const formName = world.machine.nonce();
  await world.signups.put({ ...form.choices, id, address: form.address, form: formName, asked: now, page: form.page, wording });
  const kind = subscriber?.status === 'confirmed' && !suppressed ? 'known' : 'confirm';
  const email = { to: id, kind, mailbox: mailboxIdOf(world, form.address), form: formName } as const;
  // If an earlier form for the address, perhaps of another person, has got today's email already, no link leads to this one. It stays until
  // the retention run, because an answer with other calls would say so.
  await requestTransactional(world, email, rules, now);
  return { kind: 'taken' };
}

/** Returns the keyed hash under which the emails to a mailbox are counted. */
export function mailboxIdOf({ subscribers }: Pick<World, 'subscribers'>, address: string): SubscriberId {
  return subscribers.idOf(`mailbox ${mailboxOf(address)}`);
}

/** Returns why the form is not taken now; undefined when it is. */
async function limitSignup(world: SignupWorld, rules: Rules, form: SentForm, now: Temporal.Instant): Promise<SignupAnswer | undefined> {
  const { rateCounters } = world;
  const { network, answer } = form;
  const isLaunch = rules.launches?.some((day) => day.equals(now.toZonedDateTimeISO(rules.timezone).toPlainDate())) ?? false;
  const domain = world.subscribers.idOf(`domain ${recipientDomain(form.address)}`);
  const hourly = (what: string) => rateCounters.count(what, HOUR_SECONDS, now);
  const [all, fromNetwork, toDomain, forms] = await Promise.all([
    hourly('forms'),
    hourly(`forms ${network}`),
    hourly(`forms to ${domain}`),
    rateCounters.counted('calm forms', FOUR_WEEKS_SECONDS, now),
  ]);
  const hours = Math.max(MIN_HOURS, ((now.epochMilliseconds / 1000) % FOUR_WEEKS_SECONDS) / HOUR_SECONDS);
  if (!asksQuestion({ all, network: fromNetwork, domain: toDomain }, { forms, hours }, isLaunch)) {
    // Counts only the forms that needed no question: a flood must not raise the normal rate.
    await rateCounters.count('calm forms', FOUR_WEEKS_SECONDS, now);
    return undefined;
  }
  const right = answer !== undefined && (await isRight(world, answer, now));
  if (!right) return { kind: 'question', wrong: answer !== undefined };
  // What is refused for one limit is not counted for the next, so that no network can use up what is there for all.
  const answered = await hourly(`answered ${network}`);
  if (isNetworkFull(answered, isLaunch)) return { kind: 'later' };
  if (isFirstAnswer(answered)) return areFirstAnswersFull(await hourly('first answers'), isLaunch) ? { kind: 'later' } : undefined;
  const counts = { domain: await hourly(`answered to ${domain}`), all: await hourly('answered') };
  return isFull(counts, isLaunch) ? { kind: 'later' } : undefined;
}

/** Each token allows one answer, right or wrong, so that guessing and replays fail. */
async function isRight(world: SignupWorld, { token, text }: { token: string; text: string }, now: Temporal.Instant): Promise<boolean> {
  const asked = world.tokens.verify('challenge', token, now);
  if (!asked || asked.expired) return false;
  // The counter restarts every four weeks. A token from just before can then be used once more, which is harmless.
  const uses = await world.rateCounters.count(`question ${asked.subscriber}`, FOUR_WEEKS_SECONDS, now);
  return uses === 1 && isAnswer(asked.subscriber, text);
}

/** Returns the token and the seed of a new question; core/signup/question.ts makes the question from the seed. */
export function newQuestion(
  world: Pick<World, 'tokens' | 'machine' | 'subscribers'>,
  now: Temporal.Instant,
): { token: string; seed: string } {
  const seed = world.subscribers.idOf(`question ${world.machine.nonce()}`);
  return { token: world.tokens.sign('challenge', seed, now.add({ hours: QUESTION_HOURS })), seed };
}

import type { Temporal } from 'temporal-polyfill';
import { consentWording } from '#core/privacy/consent';
import type { Rules } from '#core/rules/rules';
import { isAnswer } from '#core/signup/question';
import { asksQuestion, isFull } from '#core/signup/rate-limit';
import type { Choices } from '#core/subscriber/subscriber';
import { writeLetter } from '#flow/transactional/request-transactional';
import type { World } from '#ports';

type SignupWorld = Pick<
  World,
  'subscribers' | 'suppressions' | 'signups' | 'letters' | 'budgets' | 'sealed' | 'bell' | 'tokens' | 'machine'
>;

/** A form that is in order. `network`: a keyed hash of where it came from. `answer`: to a question that we asked before. */
export type SentForm = {
  address: string;
  choices: Choices;
  page: string;
  network: string;
  answer?: { token: string; words: string };
};

/** `question`: it must be sent again with the answer. `later`: there are too many just now. */
export type SignupAnswer = { kind: 'taken' } | { kind: 'question'; wrong: boolean } | { kind: 'later' };

const HOUR = 3600;
const WEEKS = 4 * 7 * 24 * HOUR;
/** At least so many hours make a normal rate. */
const LEAST_HOURS = 7 * 24;
const QUESTION_HOURS = 1;

/**
 * Takes a form that somebody has sent. Only her own confirmation makes her a subscriber. Nothing here depends on whether the address is
 * known but which letter is written: the answer and the calls are the same.
 */
export async function signUp(world: SignupWorld, rules: Rules, form: SentForm, now: Temporal.Instant): Promise<SignupAnswer> {
  const held = await holdBack(world, form, now);
  if (held) return held;
  const id = world.subscribers.idOf(form.address);
  const [subscriber, suppressed, wording] = await Promise.all([
    world.subscribers.find(id),
    world.suppressions.has(id),
    world.sealed.keep(consentWording(rules)),
  ]);
  await world.signups.put({ ...form.choices, id, address: form.address, asked: now, page: form.page, wording });
  await writeLetter(world, id, subscriber?.status === 'confirmed' && !suppressed ? 'known' : 'confirm', rules, now);
  return { kind: 'taken' };
}

/** What keeps a form from being taken, if anything does. */
async function holdBack(world: SignupWorld, { network, answer }: SentForm, now: Temporal.Instant): Promise<SignupAnswer | undefined> {
  const { budgets } = world;
  const [hour, networkHour, forms] = await Promise.all([
    budgets.count('forms', HOUR, now),
    budgets.count(`forms ${network}`, HOUR, now),
    budgets.counted('calm forms', WEEKS, now),
  ]);
  const hours = Math.max(LEAST_HOURS, ((now.epochMilliseconds / 1000) % WEEKS) / HOUR);
  if (!asksQuestion({ hour, networkHour, calm: { forms, hours } })) {
    // Only these: a flood must not make itself the normal rate.
    await budgets.count('calm forms', WEEKS, now);
    return undefined;
  }
  const right = answer !== undefined && (await isRight(world, answer, now));
  if (!right) return { kind: 'question', wrong: answer !== undefined };
  const answered = await Promise.all([budgets.count('answered', HOUR, now), budgets.count(`answered ${network}`, HOUR, now)]);
  return isFull({ hour: answered[0], networkHour: answered[1] }) ? { kind: 'later' } : undefined;
}

/** A token is good for one answer, right or wrong, so that nobody can guess or send the same again. */
async function isRight(world: SignupWorld, { token, words }: { token: string; words: string }, now: Temporal.Instant): Promise<boolean> {
  const asked = world.tokens.verify('challenge', token, now);
  if (!asked || asked.expired) return false;
  // The count begins anew every four weeks, when a young token could be used once more: that fills nobody's inbox.
  const uses = await world.budgets.count(`question ${asked.subscriber}`, WEEKS, now);
  return uses === 1 && isAnswer(asked.subscriber, words);
}

/** The token of a new question; core/signup/question.ts says which question it is. */
export function newQuestion(
  world: Pick<World, 'tokens' | 'machine' | 'subscribers'>,
  now: Temporal.Instant,
): { token: string; seed: string } {
  const seed = world.subscribers.idOf(`question ${world.machine.nonce()}`);
  return { token: world.tokens.sign('challenge', seed, now.add({ hours: QUESTION_HOURS })), seed };
}

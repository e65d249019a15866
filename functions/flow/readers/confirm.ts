import type { Temporal } from 'temporal-polyfill';
import { RETENTION } from '#core/rules/retention';
import type { Signup } from '#core/signup/signup';
import type { Choices, Subscriber, SubscriberId } from '#core/subscriber/subscriber';
import { isBefore } from '#core/time/compare';
import { forgetAsked } from '#flow/transactional/forget-asked';
import type { World } from '#ports';

type ConfirmWorld = Pick<World, 'subscribers' | 'suppressions' | 'signups' | 'transactional' | 'rateCounters'>;

/**
 * `moved`: the reader's emails come to this address from now on, instead of another. `done`: the reader is already confirmed.
 * `gone`: there is nothing to confirm.
 */
export type Confirmation = 'confirmed' | 'moved' | 'done' | 'gone';

/** How often the confirmation is tried again after a concurrent change of the same subscriber. */
const TRIES = 5;

/** What a confirmation link names: the reader, and the form that is confirmed. */
type ConfirmationLink = { subscriber: SubscriberId; form?: string };

/** Returns what the confirm button would do now. `others`: there are forms with other choices, perhaps a stranger's. Changes nothing. */
export async function readConfirmation(
  world: ConfirmWorld,
  { subscriber: id, form }: ConfirmationLink,
  now: Temporal.Instant,
): Promise<{ signup: Signup; others: boolean; from?: Subscriber } | 'done' | 'gone'> {
  const signup = await world.signups.find(id, form);
  if (!signup || isOld(signup, now)) return (await getsOurs(world, id)) ? 'done' : 'gone';
  const others = (await world.signups.to(id)).some((other) => other.form !== signup.form && !isOld(other, now) && !isSame(other, signup));
  if (signup.changesAddressOf === undefined) return { signup, others };
  const [from, here] = await Promise.all([world.subscribers.find(signup.changesAddressOf), world.subscribers.find(id)]);
  // A reader who unsubscribed at the old address in between, or moved elsewhere, stays so. A half-finished move to this address is
  // finished.
  const halfWay = from?.unsubscribed?.method === 'moved' && here?.status === 'confirmed';
  return from && (from.status === 'confirmed' || halfWay) ? { signup, others, from } : 'gone';
}

/**
 * Confirms a sign-up or a move, after the reader pressed the button of our confirmation email. This lifts every suppression of the
 * address. Each write may be repeated; this sign-up is removed last, so that a second press finishes what broke off. The others for the
 * address go too: their links change nothing any more. May throw; safe to repeat.
 */
export async function confirm(world: ConfirmWorld, link: ConfirmationLink, now: Temporal.Instant): Promise<Confirmation> {
  const id = link.subscriber;
  const found = await readConfirmation(world, link, now);
  if (found === 'done' || found === 'gone') return found;
  const { signup, from } = found;
  await store(world, signup, from, now);
  await world.suppressions.reopen(id, 'confirmed', now);
  if (from) {
    await world.suppressions.add(from.id, 'unsubscribed', now);
    await world.subscribers.unsubscribe(from.id, now, 'moved');
  }
  await forgetAsked(world, id, now);
  await world.transactional.removeAllTo(id);
  for (const { form } of await world.signups.to(id)) if (form !== signup.form) await world.signups.remove(id, form);
  await world.signups.remove(id, signup.form);
  return from ? 'moved' : 'confirmed';
}

/** Stores the confirmed subscriber. An existing record is kept, and takes the new choices. */
async function store({ subscribers }: ConfirmWorld, signup: Signup, from: Subscriber | undefined, now: Temporal.Instant): Promise<void> {
  const { id, address, wording, page, asked } = signup;
  const consent = from?.consent ?? { by: 'confirmation', wording, page, asked, confirmed: now };
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const known = await subscribers.find(id);
    const subscriber: Subscriber = {
      id,
      address,
      ...choicesOf(from ?? signup),
      status: 'confirmed',
      confirmedAt: now,
      consent,
      ...(from?.pausedUntil ? { pausedUntil: from.pausedUntil } : {}),
      ...(known?.version === undefined ? {} : { version: known.version }),
    };
    if ((await subscribers.save(subscriber)) === 'saved') return;
  }
  throw new Error('Other changes of the same subscriber kept coming first. Try again.');
}

/** True when two forms say the same. */
function isSame(one: Choices, other: Choices): boolean {
  return JSON.stringify(choicesOf(one)) === JSON.stringify(choicesOf(other));
}

function choicesOf({ name, organisation, frequency, topics }: Choices): Choices {
  return { name, frequency, topics, ...(organisation === undefined ? {} : { organisation }) };
}

async function getsOurs({ subscribers, suppressions }: ConfirmWorld, id: SubscriberId): Promise<boolean> {
  const [subscriber, suppressed] = await Promise.all([subscribers.find(id), suppressions.has(id)]);
  return subscriber?.status === 'confirmed' && !suppressed;
}

/** True when it is too late to confirm it. */
export function isOld({ asked }: Pick<Signup, 'asked'>, now: Temporal.Instant): boolean {
  return isBefore(asked.add({ hours: RETENTION.unconfirmed.total('hours') }), now);
}

import type { Temporal } from 'temporal-polyfill';
import { RETENTION } from '#core/rules/retention';
import type { Signup } from '#core/signup/signup';
import type { Choices, Subscriber, SubscriberId } from '#core/subscriber/subscriber';
import { isBefore } from '#core/time/compare';
import type { World } from '#ports';

type ConfirmWorld = Pick<World, 'subscribers' | 'suppressions' | 'signups' | 'transactional'>;

/** `moved`: her emails come to this address from now on, instead of another. `done`: she gets them already. `gone`: there is nothing to confirm. */
export type Confirmation = 'confirmed' | 'moved' | 'done' | 'gone';

/** So often her confirmation gives way to another change of the same person. */
const TRIES = 5;

/** What her button would do now. Changes nothing. */
export async function readConfirmation(
  world: ConfirmWorld,
  id: SubscriberId,
  now: Temporal.Instant,
): Promise<{ signup: Signup; from?: Subscriber } | 'done' | 'gone'> {
  const signup = await world.signups.find(id);
  if (!signup || isOld(signup, now)) return (await getsOurs(world, id)) ? 'done' : 'gone';
  if (signup.changesAddressOf === undefined) return { signup };
  const [from, here] = await Promise.all([world.subscribers.find(signup.changesAddressOf), world.subscribers.find(id)]);
  // Whoever has said goodbye at the old address in between, or has moved elsewhere, has done so; but a move to here that broke
  // off half-way is finished.
  const halfWay = from?.unsubscribed?.method === 'moved' && here?.status === 'confirmed';
  return from && (from.status === 'confirmed' || halfWay) ? { signup, from } : 'gone';
}

/**
 * She has pressed the button of our confirmation mail herself: that opens whatever had closed her address. Each part may be done
 * again; the sign-up goes last but for her letters, so that what breaks off is finished when she presses again.
 */
export async function confirm(world: ConfirmWorld, id: SubscriberId, now: Temporal.Instant): Promise<Confirmation> {
  const found = await readConfirmation(world, id, now);
  if (found === 'done' || found === 'gone') return found;
  const { signup, from } = found;
  await store(world, signup, from, now);
  await world.suppressions.reopen(id, 'confirmed', now);
  if (from) {
    await world.suppressions.add(from.id, 'unsubscribed', now);
    await world.subscribers.unsubscribe(from.id, now, 'moved');
  }
  await world.transactional.removeAllTo(id);
  await world.signups.remove(id);
  return from ? 'moved' : 'confirmed';
}

/** Her record, if there is one, is kept, and takes the new choices. */
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
  throw new Error('Somebody else changes the same subscriber all the time. Try again.');
}

function choicesOf({ name, organisation, frequency, topics }: Choices): Choices {
  return { name, frequency, topics, ...(organisation === undefined ? {} : { organisation }) };
}

async function getsOurs({ subscribers, suppressions }: ConfirmWorld, id: SubscriberId): Promise<boolean> {
  const [subscriber, suppressed] = await Promise.all([subscribers.find(id), suppressions.has(id)]);
  return subscriber?.status === 'confirmed' && !suppressed;
}

function isOld({ asked }: Signup, now: Temporal.Instant): boolean {
  return isBefore(asked.add({ hours: RETENTION.unconfirmed.total('hours') }), now);
}

import type { Temporal } from 'temporal-polyfill';
import type { SubjectAccessData } from '#core/privacy/subject-access';
import type { Signup } from '#core/signup/signup';
import type { Bounce } from '#core/subscriber/soft-bounces';
import type { SubscriberId } from '#core/subscriber/subscriber';
import { deliveriesTo } from '#flow/certificate/find-deliveries';
import type { World } from '#ports';

export type SubjectAccessWorld = Pick<
  World,
  'subscribers' | 'suppressions' | 'signups' | 'transactional' | 'bounces' | 'publications' | 'ledger' | 'texts'
>;

/** Reads everything that is kept of one person. Changes nothing; safe to repeat. */
export async function readSubjectAccessData(
  world: SubjectAccessWorld,
  id: SubscriberId,
  now: Temporal.Instant,
): Promise<SubjectAccessData> {
  const [subscriber, log, signups, transactional, bounces, deliveries] = await Promise.all([
    world.subscribers.find(id),
    world.suppressions.log(id),
    signupsOf(world, id, now),
    world.transactional.to(id),
    bouncesOf(world, id),
    deliveriesTo(world, id),
  ]);
  const consent = subscriber?.consent;
  const agreed = consent && { ...consent, words: await world.texts.get(consent.wording) };
  return { ...(subscriber ? { subscriber } : {}), ...(agreed ? { agreed } : {}), log, signups, transactional, bounces, deliveries };
}

/** Forms for the person's address, and the person's forms for another address. */
async function signupsOf(world: Pick<World, 'signups'>, id: SubscriberId, now: Temporal.Instant) {
  const found: Signup[] = [];
  for await (const signup of world.signups.olderThan(now.add({ hours: 1 }))) {
    if (signup.id === id || signup.changesAddressOf === id) found.push(signup);
  }
  return found;
}

async function bouncesOf(world: Pick<World, 'bounces'>, id: SubscriberId): Promise<Bounce[]> {
  for await (const { subscriber, bounces } of world.bounces.all()) if (subscriber === id) return bounces;
  return [];
}

import type { Temporal } from 'temporal-polyfill';
import type { Outcome } from '#core/delivery/outcome';
import type { ComposedMail } from '#core/mime/composed-mail';
import { layOutLetter } from '#core/mime/mail-message';
import { isMailable } from '#core/mime/mailable-address';
import { RETENTION } from '#core/rules/retention';
import { preferencesEnd } from '#core/site/link-expiry';
import { links } from '#core/site/links';
import type { SubscriberId } from '#core/subscriber/subscriber';
import { latest } from '#core/time/compare';
import { composeTransactional } from '#core/transactional/compose-transactional';
import { readMorningSummary } from '#core/transactional/sealed-summary';
import { isTransactionalTooLate, whyNot } from '#core/transactional/send-limits';
import {
  isForReader,
  type ReaderTransactionalKind,
  type SenderProfile,
  type TransactionalKey,
  type TransactionalState,
} from '#core/transactional/transactional-email';
import { transactionalTag } from '#core/transactional/transactional-tag';
import type { TransactionalJob, World } from '#ports';

type TransactionalWorld = Pick<
  World,
  'transactional' | 'texts' | 'signups' | 'subscribers' | 'suppressions' | 'switches' | 'publications' | 'mailer' | 'tokens' | 'jobQueue'
>;
type Addressed = { address: string; mail: ComposedMail };

/**
 * Sends one letter, if nobody has yet: claimed first, then at most one call. What is certainly not taken waits and is rung again;
 * what nobody can know stays claimed, and she can ask anew tomorrow. While mail is paused it waits too: the bell rings for it every
 * quarter of an hour, so that it needs no list of what waits, and none of the few tries that the queue gives a message.
 */
export async function sendTransactional(world: TransactionalWorld, job: TransactionalJob): Promise<void> {
  const { email } = job;
  const now = await timeOf(world, job);
  const { paused } = await world.switches.read(undefined, 'email');
  if (paused !== undefined) return wait(world, job, now);
  const morningSummary = await addressedSummary(world, job);
  if ((await world.transactional.change(email, 'waiting', 'claimed')) === 'refused') return;
  const [all, addressed] = await Promise.all([
    world.transactional.to(email.to),
    morningSummary ?? addressedToReader(world, email, job.senderProfile, now),
  ]);
  if (whyNot(email, all, job.at, now) !== undefined || !addressed) return settle(world, email, 'refused');
  const { address, mail } = addressed;
  const message = layOutLetter(mail, job.senderProfile, address, `${email.kind}-${email.day}`);
  await recordOutcome(world, job, now, await world.mailer.send({ to: address, message, tag: transactionalTag(email) }));
}

/** A ring may be hours late: the newest tick knows better what time it is. */
async function timeOf({ publications }: TransactionalWorld, { at }: TransactionalJob): Promise<Temporal.Instant> {
  const ticked = (await publications.progress())?.until ?? at;
  return latest(at, ticked);
}

/** A note was written when it was asked for. It is read before the claim: nobody's consent is asked of it. */
async function addressedSummary({ texts }: TransactionalWorld, { morningSummary }: TransactionalJob): Promise<Addressed | undefined> {
  return morningSummary && isMailable(morningSummary.to)
    ? { address: morningSummary.to, mail: readMorningSummary(await texts.get(morningSummary.sealed)) }
    : undefined;
}

/** To whom it goes and what it says, read after the claim; undefined when it has lost its meaning since it was asked for. */
async function addressedToReader(
  world: TransactionalWorld,
  { to, kind }: TransactionalKey,
  senderProfile: SenderProfile,
  now: Temporal.Instant,
): Promise<Addressed | undefined> {
  if (!isForReader(kind)) return undefined;
  const reader = await readerOf(world, to, kind, senderProfile, now);
  return (
    reader && { address: reader.address, mail: composeTransactional(kind, { senderProfile, name: reader.name, url: reader.url, at: now }) }
  );
}

async function readerOf(
  world: TransactionalWorld,
  to: SubscriberId,
  kind: ReaderTransactionalKind,
  house: SenderProfile,
  now: Temporal.Instant,
): Promise<{ address: string; name: string; url: string } | undefined> {
  const site = links(house);
  if (kind === 'confirm' || kind === 'move') {
    const signup = await world.signups.find(to);
    if (!signup || !isMailable(signup.address) || (kind === 'move') !== (signup.changesAddressOf !== undefined)) return undefined;
    const until = signup.asked.add({ hours: RETENTION.unconfirmed.total('hours') });
    // Without the name: whoever typed it may not be who reads this, and may have typed an advertisement.
    return { address: signup.address, name: '', url: site.confirm(world.tokens.sign('confirm', to, until)) };
  }
  const [subscriber, suppressed] = await Promise.all([world.subscribers.find(to), world.suppressions.has(to)]);
  if (subscriber?.status !== 'confirmed' || suppressed || !isMailable(subscriber.address)) return undefined;
  return {
    address: subscriber.address,
    name: subscriber.name,
    url: site.preferences(world.tokens.sign('preferences', to, preferencesEnd(now))),
  };
}

async function recordOutcome(world: TransactionalWorld, job: TransactionalJob, now: Temporal.Instant, outcome: Outcome): Promise<void> {
  switch (outcome.kind) {
    case 'accepted':
      return settle(world, job.email, 'accepted');
    case 'refused':
      return settle(world, job.email, 'refused');
    case 'stopped':
    case 'try-later':
      await settle(world, job.email, 'waiting');
      if (outcome.kind === 'stopped') await world.switches.pause('email', outcome.why);
      return wait(world, job, now);
    case 'unknown':
      return;
    default:
      return outcome satisfies never;
  }
}

async function settle({ transactional }: TransactionalWorld, email: TransactionalKey, state: TransactionalState): Promise<void> {
  await transactional.change(email, 'claimed', state);
}

/** Until it would come too late; then nobody rings any more. */
async function wait({ jobQueue }: TransactionalWorld, job: TransactionalJob, now: Temporal.Instant): Promise<void> {
  if (!isTransactionalTooLate(job.email, job.at, now)) await jobQueue.enqueueTransactional(job, 'later');
}

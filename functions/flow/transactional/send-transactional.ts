import { Temporal } from 'temporal-polyfill';
import type { Outcome } from '#core/delivery/outcome';
import type { ComposedMail } from '#core/mime/composed-mail';
import { layOutLetter } from '#core/mime/mail-message';
import { isMailable } from '#core/mime/mailable-address';
import { RETENTION } from '#core/rules/retention';
import { preferencesEnd } from '#core/site/link-expiry';
import { links } from '#core/site/links';
import type { SubscriberId } from '#core/subscriber/subscriber';
import { composeLetter } from '#core/transactional/compose-transactional';
import { readNote } from '#core/transactional/sealed-summary';
import { isLetterTooLate, whyNot } from '#core/transactional/send-limits';
import {
  isForReader,
  type LetterHouse,
  type LetterKey,
  type LetterState,
  type ReaderLetterKind,
} from '#core/transactional/transactional-email';
import { letterTag } from '#core/transactional/transactional-tag';
import type { LetterJob, World } from '#ports';

type LetterWorld = Pick<
  World,
  'letters' | 'sealed' | 'signups' | 'subscribers' | 'suppressions' | 'switches' | 'register' | 'mailer' | 'tokens' | 'bell'
>;
type Addressed = { address: string; mail: ComposedMail };

/**
 * Sends one letter, if nobody has yet: claimed first, then at most one call. What is certainly not taken waits and is rung again;
 * what nobody can know stays claimed, and she can ask anew tomorrow. While mail is paused it waits too: the bell rings for it every
 * quarter of an hour, so that it needs no list of what waits, and none of the few tries that the queue gives a message.
 */
export async function sendLetter(world: LetterWorld, job: LetterJob): Promise<void> {
  const { letter } = job;
  const now = await timeOf(world, job);
  const { paused } = await world.switches.read(undefined, 'email');
  if (paused !== undefined) return wait(world, job, now);
  const note = await noteOf(world, job);
  if ((await world.letters.change(letter, 'waiting', 'claimed')) === 'refused') return;
  const [all, addressed] = await Promise.all([world.letters.to(letter.to), note ?? letterOf(world, letter, job.house, now)]);
  if (whyNot(letter, all, job.at, now) !== undefined || !addressed) return settle(world, letter, 'refused');
  const { address, mail } = addressed;
  const message = layOutLetter(mail, job.house, address, `${letter.kind}-${letter.day}`);
  await hear(world, job, now, await world.mailer.send({ to: address, message, tag: letterTag(letter) }));
}

/** A ring may be hours late: the newest tick knows better what time it is. */
async function timeOf({ register }: LetterWorld, { at }: LetterJob): Promise<Temporal.Instant> {
  const ticked = (await register.settled())?.until ?? at;
  return Temporal.Instant.compare(ticked, at) > 0 ? ticked : at;
}

/** A note was written when it was asked for. It is read before the claim: nobody's consent is asked of it. */
async function noteOf({ sealed }: LetterWorld, { note }: LetterJob): Promise<Addressed | undefined> {
  return note && isMailable(note.to) ? { address: note.to, mail: readNote(await sealed.read(note.sealed)) } : undefined;
}

/** To whom it goes and what it says, read after the claim; undefined when it has lost its meaning since it was asked for. */
async function letterOf(
  world: LetterWorld,
  { to, kind }: LetterKey,
  house: LetterHouse,
  now: Temporal.Instant,
): Promise<Addressed | undefined> {
  if (!isForReader(kind)) return undefined;
  const reader = await readerOf(world, to, kind, house, now);
  return reader && { address: reader.address, mail: composeLetter(kind, { house, name: reader.name, url: reader.url, at: now }) };
}

async function readerOf(
  world: LetterWorld,
  to: SubscriberId,
  kind: ReaderLetterKind,
  house: LetterHouse,
  now: Temporal.Instant,
): Promise<{ address: string; name: string; url: string } | undefined> {
  const site = links(house);
  if (kind === 'confirm' || kind === 'move') {
    const signup = await world.signups.find(to);
    if (!signup || !isMailable(signup.address) || (kind === 'move') !== (signup.movesFrom !== undefined)) return undefined;
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

async function hear(world: LetterWorld, job: LetterJob, now: Temporal.Instant, outcome: Outcome): Promise<void> {
  switch (outcome.kind) {
    case 'accepted':
      return settle(world, job.letter, 'accepted');
    case 'refused':
      return settle(world, job.letter, 'refused');
    case 'stopped':
    case 'try-later':
      await settle(world, job.letter, 'waiting');
      if (outcome.kind === 'stopped') await world.switches.pause('email', outcome.why);
      return wait(world, job, now);
    case 'unknown':
      return;
    default:
      return outcome satisfies never;
  }
}

async function settle({ letters }: LetterWorld, letter: LetterKey, state: LetterState): Promise<void> {
  await letters.change(letter, 'claimed', state);
}

/** Until it would come too late; then nobody rings any more. */
async function wait({ bell }: LetterWorld, job: LetterJob, now: Temporal.Instant): Promise<void> {
  if (!isLetterTooLate(job.letter, job.at, now)) await bell.ringLetter(job, 'later');
}

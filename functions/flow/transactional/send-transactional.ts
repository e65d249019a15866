import type { Temporal } from 'temporal-polyfill';
import type { Outcome } from '#core/delivery/outcome';
import type { MorningSummaryKey, ReaderTransactionalKey, TransactionalKey } from '#core/delivery/transactional-key';
import type { ComposedMail } from '#core/mime/composed-mail';
import { layOutTransactional } from '#core/mime/mail-message';
import { isMailable } from '#core/mime/mailable-address';
import { RETENTION } from '#core/rules/retention';
import { freshEnd, preferencesEnd } from '#core/site/link-expiry';
import { links } from '#core/site/links';
import { latest } from '#core/time/compare';
import { composeTransactional } from '#core/transactional/compose-transactional';
import { readMorningSummary, summaryAddresses } from '#core/transactional/sealed-summary';
import { ASKED_SECONDS, asks, isTransactionalTooLate, MOST_ASKED, mailboxCounter, whyNot } from '#core/transactional/send-limits';
import type { RequestedFor, SenderProfile, TransactionalState } from '#core/transactional/transactional-email';
import type { TransactionalJob, World } from '#ports';

type TransactionalWorld = Pick<
  World,
  | 'transactional'
  | 'texts'
  | 'signups'
  | 'subscribers'
  | 'suppressions'
  | 'switches'
  | 'publications'
  | 'mailer'
  | 'tokens'
  | 'rateCounters'
  | 'jobQueue'
>;
type Addressed = { address: string; mail: ComposedMail };

/**
 * Sends a transactional email at most once: claim, then one call to SES. A retryable refusal is enqueued again. After an unknown outcome
 * the email stays claimed and is never sent again; the reader can ask again tomorrow. While email is paused the job enqueues itself every
 * 15 minutes, which uses up none of the queue's tries. May throw; safe to repeat.
 */
export async function sendTransactional(world: TransactionalWorld, job: TransactionalJob): Promise<void> {
  const { email } = job;
  const [progress, { paused }] = await Promise.all([world.publications.progress(), world.switches.read(undefined, 'email')]);
  // A message may be hours late: the newest tick is closer to the present time.
  const now = progress ? latest(job.at, progress.until) : job.at;
  if (paused !== undefined) return wait(world, job, now);
  const sender = progress?.sender;
  if (!sender) throw new Error('No tick has recorded yet who emails are from. The queue tries again.');
  // Composed when it was requested, and without a subscriber's consent: it is read before the claim. A job for another day is dropped.
  const summary = email.kind === 'note' ? await addressedSummary(world, email) : undefined;
  if (email.kind === 'note' && !summary) return;
  if ((await world.transactional.change(email, 'waiting', 'claimed')) === 'refused') return;
  const all = await world.transactional.to(email.to);
  const requestedFor = all.find(({ kind, day }) => kind === email.kind && day.equals(email.day)) ?? {};
  const addressed = email.kind === 'note' ? summary : await addressedToReader(world, { ...requestedFor, ...email }, sender, now);
  if (whyNot(email, all, job.at, now) !== undefined || !addressed) return settle(world, email, 'refused');
  if (await isMailboxFull(world, { ...requestedFor, ...email }, now)) return settle(world, email, 'refused');
  const { address, mail } = addressed;
  const message = layOutTransactional(mail, sender, address, `${email.kind}-${email.day}`);
  await recordOutcome(world, job, now, await world.mailer.send({ to: address, message, tag: { kind: 'transactional', email } }));
}

/** The summary that the tick has recorded for that day: its address and text never come from the job, which only says whose it is. */
async function addressedSummary(
  { publications, texts }: TransactionalWorld,
  { to, day }: MorningSummaryKey,
): Promise<Addressed | undefined> {
  const requested = await publications.morningSummary();
  const address = requested?.day.equals(day) ? summaryAddresses(requested).get(to) : undefined;
  if (!requested || address === undefined || !isMailable(address)) return undefined;
  return { address, mail: readMorningSummary(await texts.get(requested.sealed)) };
}

/**
 * True when the mailbox behind the address has got its emails of this kind already, under whatever spellings of the address. It is counted
 * after the claim, once for each email however often SES asks to try it later.
 */
async function isMailboxFull(
  { rateCounters }: TransactionalWorld,
  { to, kind, day, mailbox }: TransactionalKey & RequestedFor,
  now: Temporal.Instant,
): Promise<boolean> {
  if (mailbox === undefined || !asks(kind)) return false;
  if ((await rateCounters.count(`asked ${to} ${kind} ${day}`, ASKED_SECONDS, now)) > 1) return false;
  return (await rateCounters.count(mailboxCounter(mailbox), ASKED_SECONDS, now)) > MOST_ASKED;
}

/** The reader's address and the mail, read after the claim. Undefined when the email has lost its purpose since it was requested. */
async function addressedToReader(
  world: TransactionalWorld,
  { to, kind, form }: ReaderTransactionalKey & RequestedFor,
  sender: SenderProfile,
  now: Temporal.Instant,
): Promise<Addressed | undefined> {
  const reader = await readerOf(world, { to, kind, ...(form === undefined ? {} : { form }) }, sender, now);
  return (
    reader && {
      address: reader.address,
      mail: composeTransactional(kind, { senderProfile: sender, name: reader.name, url: reader.url, at: now }),
    }
  );
}

async function readerOf(
  world: TransactionalWorld,
  { to, kind, form }: Omit<ReaderTransactionalKey, 'day'> & RequestedFor,
  sender: SenderProfile,
  now: Temporal.Instant,
): Promise<{ address: string; name: string; url: string } | undefined> {
  const site = links(sender);
  if (kind === 'confirm' || kind === 'move') {
    const signup = await world.signups.find(to, form);
    if (!signup || !isMailable(signup.address) || (kind === 'move') !== (signup.changesAddressOf !== undefined)) return undefined;
    const until = signup.asked.add({ hours: RETENTION.unconfirmed.total('hours') });
    // Without the name: another person may have typed the form, and may have put an advertisement there.
    return { address: signup.address, name: '', url: site.confirm(world.tokens.sign('confirm', to, until, form)) };
  }
  const [subscriber, suppressed] = await Promise.all([world.subscribers.find(to), world.suppressions.has(to)]);
  if (subscriber?.status !== 'confirmed' || suppressed || !isMailable(subscriber.address)) return undefined;
  return {
    address: subscriber.address,
    name: subscriber.name,
    // An email that somebody asked for by typing the address is no proof that its reader wants such a link.
    url: site.preferences(
      kind === 'link' ? world.tokens.sign('fresh', to, freshEnd(now)) : world.tokens.sign('preferences', to, preferencesEnd(now)),
    ),
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

/** Enqueues the job for later, unless the email would then come too late. */
async function wait({ jobQueue }: TransactionalWorld, job: TransactionalJob, now: Temporal.Instant): Promise<void> {
  if (!isTransactionalTooLate(job.email, job.at, now)) await jobQueue.enqueueTransactional(job, 'later');
}

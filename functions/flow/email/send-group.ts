import type { Temporal } from 'temporal-polyfill';
import type { Delivery, DeliveryChange, GroupAddress } from '#core/delivery/ledger';
import type { Outcome } from '#core/delivery/outcome';
import { fillPieces, type MailRecipient, type PreparedMail } from '#core/mime/mail-message';
import { isMailable } from '#core/mime/mailable-address';
import { preferencesEnd } from '#core/site/link-expiry';
import { links } from '#core/site/links';
import { isPaused } from '#core/subscriber/audience';
import type { Subscriber, SubscriberId } from '#core/subscriber/subscriber';
import type { Claimed } from '#flow/email/claim-group';
import { sealedMails } from '#flow/email/sealed-mails';
import { acceptance, settle } from '#flow/email/settle-group';
import { inWindow } from '#flow/loops/with-concurrency';
import type { World } from '#ports';

/** Calls to SES at once for one group. The account's rate spreads their beginnings. */
const MAX_CALLS_AT_ONCE = 20;
/**
 * A call starts within this time after the subscriber was read, or not at all: a reader who unsubscribes is not mailed more than 10 s
 * later.
 */
const FRESH_MS = 10_000;
/** How often sending is tried again while the daily quota is used up: the quota's window moves with every minute. */
const QUOTA_MINUTES = 15;
const QUOTA_WHY = 'The daily quota of the email account is used up. The rest goes out by itself as soon as it may.';

export type GroupWorld = Pick<World, 'switches' | 'subscribers' | 'ledger' | 'texts' | 'mailer' | 'tokens' | 'machine'>;

/** One invocation's work on a claimed group. */
export type GroupJob = {
  at: GroupAddress;
  claimed: Claimed[];
  /** The origin of the personal links. */
  site: string;
  now: Temporal.Instant;
  /** When the publication was due, in the zone of the rules. */
  due: Temporal.ZonedDateTime;
  /** When the next call may start, in milliseconds on the machine's monotonic clock. */
  nextCallMs: (nowMs: number) => number;
  /** True while the invocation has time for one more call and its outcome. */
  inTime: () => boolean;
  /** The provider's answer after which no group of the invocation makes one more call. */
  stop: { because?: Outcome };
  /** Called when the last call of the group has begun, or has been given up. */
  allBegun: () => void;
};

/** Reads, calls and settles one claimed group. After a throw the claims stay. */
export async function sendGroup(world: GroupWorld, given: GroupJob): Promise<void> {
  const job = { ...given, linksOf: personalLinks(world, given) };
  // Taken before the read: what it returns is at least as fresh as this.
  const readMs = world.machine.elapsedMs();
  const answer = await readGroup(world, job.claimed).catch(() => undefined);
  if (!answer) {
    await settle(world, job.at, job.claimed.map(giveBack));
    return;
  }
  const isFresh = (momentMs: number) => momentMs - readMs <= FRESH_MS;
  const changes: DeliveryChange[] = [];
  let stopped: string | undefined;
  let notBegun = job.claimed.length;
  const begin = () => {
    notBegun -= 1;
    if (notBegun === 0) job.allBegun();
  };
  await inWindow(job.claimed, MAX_CALLS_AT_ONCE, async (claim) => {
    const person = mailable(claim, answer.readers, job.due);
    const isCalled = 'subscriber' in person && !job.stop.because && (await awaitTurn(world, job, isFresh)) && !job.stop.because;
    begin();
    if ('change' in person) return void changes.push(person.change);
    if (!isCalled) return void changes.push(giveBack(claim));
    const outcome = await call(world, job, claim, person.subscriber, answer.mails);
    const settled = settlement(claim, outcome, job.now);
    if (settled) changes.push(settled);
    if (outcome.kind === 'stopped' || outcome.kind === 'try-later') job.stop.because = outcome;
    if (outcome.kind === 'stopped') stopped = outcome.why;
  });
  await settle(world, job.at, changes);
  // Pauses all publications until a person acts. Unsent mails stay ready.
  if (stopped !== undefined) await world.switches.pause('email', stopped);
}

type Readers = Awaited<ReturnType<World['subscribers']['readForSending']>>;

async function readGroup(world: GroupWorld, claimed: Claimed[]): Promise<{ readers: Readers; mails: Map<string, PreparedMail> }> {
  const readers = await world.subscribers.readForSending(claimed.map(({ member }) => member.subscriber));
  const mails = await sealedMails(
    world,
    claimed.map(({ member }) => member.mail),
  );
  return { readers, mails };
}

/** The claimed reader, as read after the claim; or the change that ends the claim without a call. */
function mailable(
  claim: Claimed,
  { people, unread }: Readers,
  due: Temporal.ZonedDateTime,
): { subscriber: Subscriber } | { change: DeliveryChange } {
  const { attempt, member } = claim;
  if (unread.has(member.subscriber)) return { change: giveBack(claim) };
  const { subscriber, suppressed } = people.get(member.subscriber) ?? { suppressed: false };
  if (suppressed || subscriber?.status !== 'confirmed') {
    const why = suppressed ? 'suppressed' : (subscriber?.status ?? 'erased');
    return { change: change(claim, { state: 'suppressed', attempt, why }) };
  }
  if (isPaused(subscriber, due)) return { change: change(claim, { state: 'suppressed', attempt, why: 'paused' }) };
  if (isMailable(subscriber.address)) return { subscriber };
  return { change: change(claim, { state: 'refused', attempt, why: 'The address is none that mail can be sent to.' }) };
}

/** Waits for the next call's turn. False when it comes too late for what was read, or for the invocation. */
async function awaitTurn(world: GroupWorld, { nextCallMs, inTime }: GroupJob, isFresh: (momentMs: number) => boolean): Promise<boolean> {
  const startMs = nextCallMs(world.machine.elapsedMs());
  if (!isFresh(startMs)) return false;
  if (startMs > world.machine.elapsedMs()) await world.machine.wait(startMs - world.machine.elapsedMs());
  return isFresh(world.machine.elapsedMs()) && inTime();
}

type LinksOf = (reader: SubscriberId) => Pick<MailRecipient, 'unsubscribe' | 'preferences'>;

/** Signs a reader's links. What they have in common is made once for a group. */
function personalLinks({ tokens }: GroupWorld, { site, now }: GroupJob): LinksOf {
  const to = links({ site });
  const until = preferencesEnd(now);
  return (reader) => ({
    unsubscribe: to.unsubscribe(tokens.sign('unsubscribe', reader)),
    preferences: to.preferences(tokens.sign('preferences', reader, until)),
  });
}

async function call(
  world: GroupWorld,
  { at, linksOf }: { at: GroupAddress; linksOf: LinksOf },
  { attempt, nonce, member }: Claimed,
  { id, address, name }: Subscriber,
  mails: Map<string, PreparedMail>,
): Promise<Outcome> {
  const mail = mails.get(member.mail);
  if (!mail) throw new Error(`The sealed mail ${member.mail} of ${at.publication} was not read.`);
  const message = fillPieces(mail, { address, name, ...linksOf(id) });
  return world.mailer.send({ to: address, message, tag: { kind: 'delivery', at, subscriber: id, attempt, nonce } });
}

/** The ledger's change after an outcome; undefined when the outcome is unknown, so that the claim stays. */
function settlement(claim: Claimed, outcome: Outcome, now: Temporal.Instant): DeliveryChange | undefined {
  const { attempt, member } = claim;
  switch (outcome.kind) {
    case 'accepted':
      return acceptance(member.subscriber, { state: 'accepted', attempt, receipt: outcome.receipt, by: 'answer' });
    case 'refused':
      return change(claim, { state: 'refused', attempt, why: outcome.why });
    case 'try-later':
      if (outcome.why !== 'daily-quota') return giveBack(claim);
      return change(claim, { state: 'ready', attempt: attempt - 1, notBefore: now.add({ minutes: QUOTA_MINUTES }), why: QUOTA_WHY });
    case 'stopped':
      return giveBack(claim);
    case 'unknown':
      return undefined;
    default:
      return outcome satisfies never;
  }
}

/** SES took no mail of this claim, so the attempt does not count among those that may have been accepted. */
function giveBack(claim: Claimed): DeliveryChange {
  return change(claim, { state: 'ready', attempt: claim.attempt - 1 });
}

function change({ member, nonce }: Claimed, to: Delivery): DeliveryChange {
  return { subscriber: member.subscriber, expect: { kind: 'claim', nonce, states: ['attempting', 'unresolved'] }, to };
}

import type { Temporal } from 'temporal-polyfill';
import { type Delivery, type DeliveryChange, type GroupAddress, groupsOf, type Member } from '#core/ledger';
import { links } from '#core/links';
import { isMailable } from '#core/mime-address';
import { fillMail, type PreparedMail, prepareMail } from '#core/mime';
import type { Outcome } from '#core/outcome';
import { SLOWEST_PER_SECOND, shareOf, spread } from '#core/pace';
import { isHeldBack, type PublicationRecord } from '#core/publication';
import type { SubscriberId } from '#core/subscriber';
import { type Claimed, claimGroup, isFree } from '#flow/claim';
import { acceptance, settle } from '#flow/settle';
import type { SendJob, World } from '#ports';

/** Calls to SES that are on their way at once: at 60 ms a call this is about 160 mails a second, more than most accounts may send. */
const WINDOW = 10;
/** A call is made within this time after the subscriber was read, or not at all: who leaves is not mailed more than 10 s later. */
const FRESH_MS = 10_000;
/** No call starts later than this in an invocation, which lives 60 s and needs 10 s for a call and a few for its outcome. */
const CALLS_UNTIL_MS = 45_000;
const GROUPS_UNTIL_MS = 35_000;

type SendWorld = Pick<World, 'register' | 'switches' | 'subscribers' | 'ledger' | 'sealed' | 'bell' | 'mailer' | 'tokens' | 'machine'>;

/** While the daily quota is used up it is asked again this often: the window moves with every minute. */
const QUOTA_MINUTES = 15;
const QUOTA_WHY = 'The daily quota of the email account is used up. The rest goes out by itself as soon as it may.';
/** A switch is read again before a group when it was last read longer ago than this: a pause stops everything new within ten seconds. */
const SWITCH_MS = 5_000;

/**
 * Mails the members of one chunk who have not had their one call yet. May be rung any number of times, by any number of
 * workers at once: the conditional claim decides. An unknown outcome is left exactly as it is.
 */
export async function send(world: SendWorld, job: SendJob): Promise<void> {
  const started = world.machine.elapsed();
  const age = () => world.machine.elapsed() - started;
  const [record, switches, head, rows] = await Promise.all([
    world.register.publication(job.publication),
    world.switches.read(job.publication, 'email'),
    world.ledger.head(job.publication, job.chunk),
    world.ledger.groups(job.publication, job.chunk),
  ]);
  if (record?.state !== 'sending' || isHeldBack(record, job.at) || !mayGoOn(switches) || !head || head.closed) return;
  if (await isTooLate(world, record, job.at)) return;
  const site = record.site;
  if (site === undefined) throw new Error(`${job.publication} is being sent without a site for its links: it was sealed by other code than this.`);
  // Not knowing the rate is no reason to wait, only to be slow.
  const share = shareOf(await world.mailer.perSecond().catch(() => SLOWEST_PER_SECOND));
  const turn = spread(share, world.machine.elapsed());
  let switchRead = age();
  for (const [group, members] of groupsOf(head).entries()) {
    const seen = rows.get(group) ?? new Map<SubscriberId, Delivery>();
    if (!members.some((member) => isFree(seen.get(member.subscriber), job.at))) continue;
    if (age() > GROUPS_UNTIL_MS) {
      await world.bell.ringSend([job]);
      return;
    }
    if (age() - switchRead > SWITCH_MS) {
      if (!mayGoOn(await world.switches.read(job.publication, 'email'))) return;
      switchRead = age();
    }
    const at: GroupAddress = { publication: job.publication, chunk: job.chunk, group };
    const claimed = await claimGroup(world, at, members, seen, job.at);
    if (claimed.length === 0) continue;
    const stopped = await sendGroup(world, at, claimed, job.at, site, turn, () => age() <= CALLS_UNTIL_MS);
    if (stopped) return;
  }
}

/** Whether what is announced has begun. A ring may be hours late: the newest tick knows better what time it is. */
async function isTooLate(world: Pick<World, 'register'>, { deadline }: PublicationRecord, rung: Temporal.Instant): Promise<boolean> {
  if (deadline === undefined) return false;
  const ticked = (await world.register.settled())?.until ?? rung;
  return Math.max(rung.epochMilliseconds, ticked.epochMilliseconds) >= deadline.epochMilliseconds;
}

function mayGoOn({ paused, cancelled }: { paused?: string; cancelled?: unknown }): boolean {
  return paused === undefined && cancelled === undefined;
}

/** Reads, calls and settles one claimed group. True when the provider takes nothing more from us for now. */
async function sendGroup(
  world: SendWorld,
  at: GroupAddress,
  claimed: Claimed[],
  now: Temporal.Instant,
  site: string,
  turn: (now: number) => number,
  inTime: () => boolean,
): Promise<boolean> {
  // Taken before the read is issued: the answer is at least as young as this.
  const read = world.machine.elapsed();
  const changes: DeliveryChange[] = [];
  const giveBack = (claim: Claimed) => changes.push(change(claim, { state: 'ready', attempt: claim.attempt - 1 }));
  const answer = await world.subscribers.readForSending(claimed.map((claim) => claim.member.subscriber)).catch(() => undefined);
  const mails = answer && (await readMails(world, claimed).catch(() => undefined));
  if (!answer || !mails) {
    for (const claim of claimed) giveBack(claim);
    await settle(world, at, changes);
    return false;
  }
  let stop: Outcome | undefined;
  const call = async (claim: Claimed): Promise<void> => {
    const { member } = claim;
    const person = answer.people.get(member.subscriber);
    if (answer.unread.has(member.subscriber)) return void giveBack(claim);
    const subscriber = person?.subscriber;
    if (!subscriber || subscriber.status !== 'confirmed' || person?.suppressed) {
      const why = person?.suppressed ? 'suppressed' : (subscriber?.status ?? 'erased');
      return void changes.push(change(claim, { state: 'suppressed', attempt: claim.attempt, why }));
    }
    if (!isMailable(subscriber.address)) {
      return void changes.push(change(claim, { state: 'refused', attempt: claim.attempt, why: 'The address is none that mail can be sent to.' }));
    }
    if (stop) return void giveBack(claim);
    const moment = turn(world.machine.elapsed());
    // Who would have her turn too late for what was read of her gives it back at once.
    if (moment - read > FRESH_MS) return void giveBack(claim);
    if (moment > world.machine.elapsed()) await world.machine.wait(moment - world.machine.elapsed());
    if (stop || world.machine.elapsed() - read > FRESH_MS || !inTime()) return void giveBack(claim);
    const mail = mails.get(member.mail);
    if (!mail) throw new Error(`The sealed mail ${member.mail} of ${at.publication} was not read.`);
    const message = fillMail(mail, {
      address: subscriber.address,
      name: subscriber.name,
      unsubscribe: links({ site }).unsubscribe(world.tokens.sign('unsubscribe', subscriber.id)),
      preferences: links({ site }).preferences(world.tokens.sign('preferences', subscriber.id)),
    });
    const tag = { at, subscriber: subscriber.id, attempt: claim.attempt, nonce: claim.nonce };
    const outcome = await world.mailer.send({ to: subscriber.address, message, tag });
    const settled = settlement(claim, outcome, now);
    if (settled) changes.push(settled);
    if (outcome.kind === 'stopped' || outcome.kind === 'try-later') stop = outcome;
  };
  await inWindow(claimed, WINDOW, call);
  await settle(world, at, changes);
  // Once for all publications, and until a person acts: nothing more is tried, and nothing is lost.
  if (stop?.kind === 'stopped') await world.switches.pause('email', stop.why);
  return stop !== undefined;
}

/** What the ledger learns from an outcome; of an unknown one it learns nothing. */
function settlement(claim: Claimed, outcome: Outcome, now: Temporal.Instant): DeliveryChange | undefined {
  switch (outcome.kind) {
    case 'accepted':
      return acceptance(claim.member.subscriber, { state: 'accepted', attempt: claim.attempt, receipt: outcome.receipt, by: 'answer' });
    case 'refused':
      return change(claim, { state: 'refused', attempt: claim.attempt, why: outcome.why });
    // None of these was taken, so none counts among the attempts that may have been.
    case 'try-later':
      if (outcome.why !== 'daily-quota') return change(claim, { state: 'ready', attempt: claim.attempt - 1 });
      return change(claim, { state: 'ready', attempt: claim.attempt - 1, notBefore: now.add({ minutes: QUOTA_MINUTES }), why: QUOTA_WHY });
    case 'stopped':
      return change(claim, { state: 'ready', attempt: claim.attempt - 1 });
    case 'unknown':
      return undefined;
    default:
      return outcome satisfies never;
  }
}

function change(claim: Claimed, to: Delivery): DeliveryChange {
  return { subscriber: claim.member.subscriber, expect: { kind: 'claim', nonce: claim.nonce, states: ['attempting', 'suspect'] }, to };
}

/** The group's sealed mails by address. One publication has few, so a warm process reads each once. */
const prepared = new Map<string, PreparedMail>();
const PREPARED_LIMIT = 64;

async function readMails(world: SendWorld, claimed: Claimed[]): Promise<Map<string, PreparedMail>> {
  const wanted = new Set(claimed.map(({ member }: { member: Member }) => member.mail));
  const found = new Map<string, PreparedMail>();
  for (const address of wanted) {
    const mail = prepared.get(address) ?? prepareMail(await world.sealed.read(address));
    if (prepared.size >= PREPARED_LIMIT) prepared.clear();
    prepared.set(address, mail);
    found.set(address, mail);
  }
  return found;
}

/** Runs `work` over all items, at most `width` at once, in order of start. */
async function inWindow<T>(items: readonly T[], width: number, work: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, lane));
}

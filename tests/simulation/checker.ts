import type { AudienceChunk, Delivery, DeliveryChange, GroupAddress } from '#core/delivery/ledger';
import type { DeliveryTag } from '#core/delivery/mail-tag';
import { type MailPieces, wholeMessage } from '#core/mime/mail-message';
import type { PublicationId, PublicationRecord } from '#core/publication/publication';
import type { PostPart, SocialChange, SocialDelivery } from '#core/social/post-ledger';
import type { Subscriber, SubscriberId } from '#core/subscriber/subscriber';
import { ReaderStatus } from '#tests/simulation/reader-status';
import type { Write } from '#tests/simulation/stores';
import { isOfThread } from '#tests/simulation/stories';

/** A reader who unsubscribed may still get a mail whose call begins within this time. */
const UNSUBSCRIBE_MS = 10_000;
/** A pause does not stop an invocation that has begun, and that takes up to this long. */
const PAUSE_MS = 60_000;

/** With `resend`, a delivery that is still unresolved after this many attempts is held. */
const MOST_ATTEMPTS = 3;

const ENDS = new Set<Delivery['state']>(['accepted', 'suppressed', 'refused', 'confirmed-sent']);

/** One mail that the provider accepted. `beyond`: its event comes later than the protocol relies on, or never. */
type Accept = { receipt: string; nonce: string; beyond: boolean };

/**
 * Sees every effect as it lands, and records each violation of the promise. It keeps its own copy of everything that was written,
 * so that the stores and the code under test cannot agree on a mistake.
 */
export class Checker {
  readonly violations: string[] = [];
  readonly readerStatus: ReaderStatus;
  readonly records = new Map<PublicationId, PublicationRecord>();
  /** The stored version of each record. */
  readonly versions = new Map<PublicationId, number>();
  readonly chunks = new Map<PublicationId, AudienceChunk[]>();
  readonly rows = new Map<string, Map<SubscriberId, Delivery>>();
  readonly accepts = new Map<string, Accept[]>();
  readonly refusals = new Set<string>();
  readonly posts: { id: string; text: string; inReplyTo: string | undefined }[] = [];
  readonly #parts = new Map<PublicationId, Map<number, SocialDelivery>>();
  readonly #claims = new Set<string>();
  readonly #subjects = new Map<PublicationId, string>();
  /** The decisions of people: `again`, `sent` or `there`, with the nonce of the claim that they were shown. */
  readonly #decisions = new Set<string>();
  /** The publication and reader of each “send again” by a person. */
  readonly #sentAgain = new Set<string>();
  /** How many mails were held for a person. */
  held = 0;
  /** How many posts were on the account when the store was put back: the store may lack them. */
  postsBeforeRestore = 0;
  readonly #clock: () => number;
  /** During a rewind, which replays the kept writes: the moment of the write that is replayed. */
  #rereading: number | undefined;

  /** The titles that people have said yes to, by publication; undefined where nobody need say yes. */
  readonly #approved: Map<PublicationId, Set<string>> | undefined;

  /** `approval`: whether a person must say yes to each publication. */
  constructor(now: () => number, people: readonly Subscriber[], approval: 'automatic' | 'required') {
    this.#clock = now;
    this.#approved = approval === 'required' ? new Map() : undefined;
    this.readerStatus = new ReaderStatus(people);
  }

  fail(sentence: string): void {
    if (this.#rereading === undefined) this.violations.push(sentence);
  }

  #now(): number {
    return this.#rereading ?? this.#clock();
  }

  /** Starts again from the writes that a rewind has kept. What the providers accepted stays accepted. */
  putBack(writes: readonly Write[]): void {
    for (const book of [this.records, this.versions, this.chunks, this.rows, this.#parts]) book.clear();
    this.readerStatus.putBack();
    for (const { at, name, given, result } of writes) {
      this.#rereading = at;
      this.landed(name, given, result);
    }
    this.#rereading = undefined;
    this.postsBeforeRestore = this.posts.length;
  }

  /** Records that a person decides about the claims with these nonces. */
  personDecides(what: 'again' | 'sent' | 'there', nonces: Iterable<string>): void {
    for (const nonce of nonces) this.#decisions.add(`${what} ${nonce}`);
  }

  /** Records that a person says yes to a publication whose page showed this title. */
  personApproves(publication: PublicationId, title: string): void {
    this.#approved?.set(publication, (this.#approved.get(publication) ?? new Set()).add(title));
  }

  /** Checks that a person has seen what goes out. */
  #seeApproved(words: string, of: (publication: PublicationId) => boolean): void {
    if (!this.#approved || isOfThread(words)) return;
    const titles = [...this.#approved].flatMap(([publication, known]) => (of(publication) ? [...known] : []));
    if (!titles.some((title) => words.includes(title))) this.fail(`unapproved: nobody said yes to “${words}”`);
  }

  /** Checks a call to the mail provider that is about to be made. */
  mailIssued(tag: DeliveryTag, message: Uint8Array | MailPieces): void {
    const { at, subscriber } = tag;
    const since = this.readerStatus.unmailableSince.get(subscriber);
    if (since !== undefined && this.#now() - since > UNSUBSCRIBE_MS)
      this.fail(`after unsubscribe: ${subscriber} was mailed ${this.#now() - since} ms after it was stored`);
    for (const what of [at.publication, 'everything'] as const) {
      const paused = this.readerStatus.pausedSince.get(what);
      if (paused !== undefined && this.#now() - paused > PAUSE_MS)
        this.fail(`paused: a call was made ${this.#now() - paused} ms after the pause`);
    }
    const cancelled = this.readerStatus.cancelledSince.get(at.publication);
    if (cancelled !== undefined && this.#now() - cancelled > PAUSE_MS)
      this.fail(`cancelled: a call was made ${this.#now() - cancelled} ms after it was cancelled`);
    if (!this.#claims.has(claimKey(tag))) this.fail(`unclaimed: a call for ${subscriber} without a claim of its nonce`);
    if (this.rows.get(groupKey(at))?.get(subscriber)?.state === 'confirmed-sent')
      this.fail(`confirmed-sent: a call for ${subscriber}, although a person has said that it was sent`);
    const subject = /^Subject: .*$/m.exec(new TextDecoder('latin1').decode(wholeMessage(message).subarray(0, 1500)))?.[0] ?? '';
    this.#seeApproved(subject, (publication) => publication === at.publication);
    const known = this.#subjects.get(at.publication);
    if (known === undefined) this.#subjects.set(at.publication, subject);
    else if (known !== subject) this.fail(`not sealed: ${at.publication} goes out with two subjects`);
  }

  /** Checks a mail that the provider has accepted. */
  mailAccepted(tag: DeliveryTag, receipt: string, beyond: boolean): void {
    const { at, subscriber } = tag;
    const key = `${at.publication} ${subscriber}`;
    const known = this.accepts.get(key) ?? [];
    const isBeyond = known.some((accept) => accept.beyond);
    if (known.length > 0 && !isBeyond) this.fail(`twice: ${subscriber} got ${at.publication} again`);
    // With `hold` only a person's decision makes a second call.
    else if (known.length > 0 && this.records.get(at.publication)?.unknown === 'hold' && !this.#sentAgain.has(key))
      this.fail(`twice: ${subscriber} got ${at.publication} again, without a decision of a person`);
    this.accepts.set(key, [...known, { receipt, nonce: tag.nonce, beyond }]);
    if (!this.#claims.has(claimKey(tag))) this.fail(`unclaimed: ${subscriber} was accepted without a claim of that nonce`);
    const audienceChunk = this.chunks.get(at.publication)?.[at.chunk];
    const group = audienceChunk?.members.slice(at.group * audienceChunk.group, (at.group + 1) * audienceChunk.group) ?? [];
    if (!group.some((member) => member.subscriber === subscriber))
      this.fail(`unplanned: ${subscriber} is not in group ${at.group} of chunk ${at.chunk}`);
  }

  /** Checks a post that X has accepted. */
  posted(text: string, id: string, inReplyTo: string | undefined): void {
    if (this.posts.some((post) => post.text === text)) this.fail(`twice on X: ${id} says what was posted before`);
    this.#seeApproved(text, (publication) => publication.startsWith('x-'));
    this.posts.push({ id, text, inReplyTo });
  }

  parts(publication: PublicationId): Map<number, SocialDelivery> {
    return this.#parts.get(publication) ?? new Map();
  }

  isPosted(post: string): boolean {
    return [...this.#parts.values()].some((parts) => [...parts.values()].some((part) => part.state === 'posted' && part.id === post));
  }

  /** True when a part of a publication is recorded as this post, or is held and so may be this post. */
  isRecorded(post: string): boolean {
    return [...this.#parts.values()].some((parts) =>
      [...parts.values()].some((part) => (part.state === 'posted' ? part.id === post : part.state === 'held')),
    );
  }

  /** After a restore. What no reader had got, because SES took none of it, may begin anew with other words. */
  restored(): void {
    for (const id of [...this.#subjects.keys()])
      if (![...this.accepts.keys()].some((key) => key.startsWith(`${id} `))) this.#subjects.delete(id);
  }

  /** Returns the subject with which a publication went out. */
  subjectOf(publication: PublicationId): string {
    return this.#subjects.get(publication) ?? '';
  }

  mailRefused(tag: DeliveryTag): void {
    this.refusals.add(`${tag.at.publication} ${tag.subscriber}`);
  }

  /** Checks an effect in a store. Returns the publication that has a new held delivery or part. */
  landed(name: string, given: unknown[], result: unknown): PublicationId | undefined {
    this.#land(name, given, result);
    if (result !== 'written') return undefined;
    if (name === 'ledger.change' && (given[1] as DeliveryChange[]).some(({ to }) => to.state === 'held'))
      return (given[0] as GroupAddress).publication;
    return name === 'socialLedger.change' && (given[1] as SocialChange).to.state === 'held'
      ? (given[0] as PostPart).publication
      : undefined;
  }

  #land(name: string, given: unknown[], result: unknown): void {
    switch (name) {
      case 'ledger.change':
        if (result === 'written') for (const change of given[1] as DeliveryChange[]) this.#seeChange(given[0] as GroupAddress, change);
        return;
      case 'ledger.addChunk':
        if (result === 'added') this.#seeChunk(given[0] as AudienceChunk);
        return;
      case 'ledger.closeChunk': {
        const audienceChunk = this.chunks.get(given[0] as PublicationId)?.[given[1] as number];
        if (audienceChunk) audienceChunk.closed = true;
        return;
      }
      case 'socialLedger.change':
        if (result === 'written') this.#seePart(given[0] as PostPart, (given[1] as SocialChange).to);
        return;
      case 'publications.add':
        if (result === 'added') this.#seeAdded(given[0] as PublicationRecord);
        return;
      case 'publications.replace':
        if (result === 'replaced') this.#seeRecord(given[0] as PublicationRecord);
        return;
      default:
        this.readerStatus.landed(name, given, result, this.#now());
    }
  }

  /** Checks what a tick has read: whatever it remembers, it knows the versions that were `stored` before it asked. */
  read(records: readonly PublicationRecord[], stored: ReadonlyMap<PublicationId, number>): void {
    const found = new Map(records.map(({ id, version }) => [id, version]));
    for (const [id, version] of stored)
      if ((found.get(id) ?? -1) < version) this.fail(`stale: a tick read ${id} at version ${found.get(id)}, when ${version} was stored`);
  }

  planned(publication: PublicationId): SubscriberId[] {
    return (this.chunks.get(publication) ?? []).flatMap((audienceChunk) => audienceChunk.members.map((member) => member.subscriber));
  }

  /** Returns the delivery of a member of the chunk, from the group that the chunk's group size puts it in. */
  delivery(audienceChunk: AudienceChunk, index: number): Delivery | undefined {
    const member = audienceChunk.members[index];
    return member && this.rows.get(groupKey({ ...audienceChunk, group: Math.floor(index / audienceChunk.group) }))?.get(member.subscriber);
  }

  /** Returns the nonces of the held claims of a publication by reader, as its page shows them. */
  heldClaims(publication: PublicationId): Map<SubscriberId, string> {
    const held = new Map<SubscriberId, string>();
    for (const audienceChunk of this.chunks.get(publication) ?? []) {
      for (const [i, { subscriber }] of audienceChunk.members.entries()) {
        const row = this.delivery(audienceChunk, i);
        if (row?.state === 'held') held.set(subscriber, row.nonce);
      }
    }
    return held;
  }

  /** True when a publication has held deliveries and all its others are final, so that only a person can end it. */
  waitsForPeople(publication: PublicationId): boolean {
    const record = this.records.get(publication);
    if (record?.state !== 'sending') return false;
    if (record.channel === 'x') return [...this.parts(publication).values()].some(({ state }) => state === 'held');
    const states = new Set(
      (this.chunks.get(publication) ?? []).flatMap((audienceChunk) =>
        audienceChunk.members.map((_, i) => this.delivery(audienceChunk, i)?.state),
      ),
    );
    return states.delete('held') && [...states].every((state) => state !== undefined && ENDS.has(state));
  }

  /** Counts readers with a second mail: `again` by the decision of a person, `residue` by the rules alone. */
  seconds(): { residue: number; again: number } {
    const twice = [...this.accepts].filter(([, accepts]) => accepts.length > 1).map(([key]) => key);
    const again = twice.filter((key) => this.#sentAgain.has(key)).length;
    return { residue: twice.length - again, again };
  }

  #seeChange(at: GroupAddress, { subscriber, to }: DeliveryChange): void {
    const key = groupKey(at);
    const group = this.rows.get(key) ?? new Map<SubscriberId, Delivery>();
    const before = group.get(subscriber);
    if (before?.state === 'accepted' && (to.state !== 'accepted' || to.receipt !== before.receipt)) {
      this.fail(
        `rewritten: ${subscriber} was accepted as ${before.receipt}, and became ${to.state === 'accepted' ? to.receipt : to.state}`,
      );
    }
    if (before?.state === 'confirmed-sent' && to.state !== 'accepted' && to.state !== 'confirmed-sent')
      this.fail(`rewritten: a person has said that ${subscriber} got it, and it became ${to.state}`);
    if (to.state === 'held') {
      if (this.#rereading === undefined) this.held += 1;
      if (this.records.get(at.publication)?.unknown === 'resend' && to.attempt < MOST_ATTEMPTS)
        this.fail(`held too early: ${subscriber} after ${to.attempt} attempts`);
    }
    if (before?.state === 'held' && (to.state === 'ready' || to.state === 'confirmed-sent'))
      this.#seeDecision(to.state === 'ready' ? 'again' : 'sent', before.nonce, subscriber);
    else if (to.state === 'confirmed-sent' && before?.state !== 'confirmed-sent')
      this.fail(`decided: ${subscriber} was ${before?.state ?? 'untouched'}, and became confirmed-sent`);
    if (before?.state === 'held' && to.state === 'ready') this.#sentAgain.add(`${at.publication} ${subscriber}`);
    if (to.state === 'attempting') {
      if (before !== undefined && before.state !== 'ready') this.fail(`taken: ${subscriber} was claimed while ${before.state}`);
      this.#claims.add(claimKey({ subscriber, nonce: to.nonce }));
    }
    if (to.state === 'accepted' && !this.accepts.get(`${at.publication} ${subscriber}`)?.some((accept) => accept.receipt === to.receipt)) {
      this.fail(`invented: ${subscriber} is recorded as accepted without a mail`);
    }
    if (to.state === 'suppressed' && this.readerStatus.hasLongBeenFree(subscriber, this.#now()))
      this.fail(`missed: ${subscriber} was passed over without a reason`);
    this.rows.set(key, group.set(subscriber, to));
  }

  /** A person may decide only about a claim that they were shown. */
  #seeDecision(what: 'again' | 'sent' | 'there', nonce: string, about: string): void {
    if (!this.#decisions.has(`${what} ${nonce}`))
      this.fail(`decided: ${about} was held, and “${what}” was not pressed by a person who was shown it`);
  }

  #seePart({ publication, part }: PostPart, to: SocialDelivery): void {
    const parts = this.#parts.get(publication) ?? new Map<number, SocialDelivery>();
    const before = parts.get(part);
    if (before?.state === 'posted' && (to.state !== 'posted' || to.id !== before.id))
      this.fail(`rewritten: part ${part} of ${publication} was posted, and became ${to.state}`);
    const again = before?.state === 'attempting' && to.state === 'attempting' && before.nonce === to.nonce;
    if (to.state === 'attempting' && before !== undefined && before.state !== 'ready' && !again)
      this.fail(`taken: part ${part} of ${publication} was claimed while ${before.state}`);
    if (before?.state === 'held' && to.state === 'ready') this.#seeDecision('again', before.nonce, `part ${part} of ${publication}`);
    if (to.state === 'posted') {
      if (to.by === 'person') this.#seeDecision('there', before?.state === 'held' ? before.nonce : '', `part ${part} of ${publication}`);
      const post = this.posts.find(({ id }) => id === to.id);
      if (!post) this.fail(`invented: part ${part} of ${publication} is recorded as posted without a post`);
      const others = [...this.#parts].some(([id, its]) =>
        [...its].some(([i, one]) => (id !== publication || i !== part) && one.state === 'posted' && one.id === to.id),
      );
      if (others) this.fail(`invented: ${to.id} is recorded as two posts`);
      const parent = parts.get(part - 1);
      if (part > 0 && post && (parent?.state !== 'posted' || parent.id !== post.inReplyTo))
        this.fail(`broken thread: part ${part} of ${publication} replies to ${post.inReplyTo}`);
    }
    this.#parts.set(publication, parts.set(part, to));
  }

  #seeAdded(record: PublicationRecord): void {
    this.records.set(record.id, record);
    this.versions.set(record.id, record.version);
  }

  /** Nothing of an event may begin while its announcement waits, or after it was missed. */
  #seeRecord(record: PublicationRecord): void {
    const follows = record.kind !== 'announcement' && record.kind !== 'digest';
    const [slug] = record.stories;
    const announcement = [...this.records.values()].find(({ kind, stories }) => kind === 'announcement' && stories[0] === slug);
    const unsaid = announcement?.state === 'waiting' || announcement?.state === 'missed';
    if (follows && unsaid && record.begun !== undefined && this.records.get(record.id)?.begun === undefined)
      this.fail(`unannounced: ${record.id} began, and ${announcement.id} is ${announcement.state}`);
    this.records.set(record.id, record);
    this.versions.set(record.id, record.version + 1);
  }

  #seeChunk(audienceChunk: AudienceChunk): void {
    const chain = this.chunks.get(audienceChunk.publication) ?? [];
    if (chain[audienceChunk.chunk]) this.fail(`replanned: chunk ${audienceChunk.chunk} of ${audienceChunk.publication} was cut again`);
    const begun = this.records.get(audienceChunk.publication)?.begun?.epochMilliseconds ?? 0;
    const known = new Set(this.planned(audienceChunk.publication));
    for (const { subscriber } of audienceChunk.members) {
      if (known.has(subscriber)) this.fail(`in two chunks: ${subscriber} of ${audienceChunk.publication}`);
      const confirmed = this.readerStatus.confirmedAt.get(subscriber);
      if (confirmed === undefined || confirmed > begun)
        this.fail(`unconfirmed: ${subscriber} was planned, and had not confirmed when ${audienceChunk.publication} began`);
    }
    chain[audienceChunk.chunk] = { ...audienceChunk };
    this.chunks.set(audienceChunk.publication, chain);
  }
}

function groupKey(at: GroupAddress): string {
  return `${at.publication}#${at.chunk}#${at.group}`;
}

function claimKey({ subscriber, nonce }: { subscriber: SubscriberId; nonce: string }): string {
  return `${subscriber} ${nonce}`;
}

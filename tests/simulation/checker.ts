import type { ChunkHead, Delivery, DeliveryChange, GroupAddress } from '#core/ledger';
import type { MailTag } from '#core/mail-tag';
import type { PublicationId, PublicationRecord } from '#core/publication';
import type { PostPart, SocialChange, SocialDelivery } from '#core/social-ledger';
import type { Subscriber, SubscriberId } from '#core/subscriber';

/** Who has left may still get what was on its way. */
const GOODBYE_MS = 10_000;
/** A pause stops an invocation that has begun only when that ends. */
const PAUSE_MS = 60_000;

/** `beyond`: its event does not come within what the protocol relies on. */
type Accept = { receipt: string; nonce: string; beyond: boolean };

/**
 * Sees every effect as it lands, and says what must never be. It keeps a copy of its own of all that was written, so
 * that the store and the code it judges cannot agree on a mistake.
 */
export class Checker {
  readonly violations: string[] = [];
  readonly records = new Map<PublicationId, PublicationRecord>();
  readonly heads = new Map<PublicationId, ChunkHead[]>();
  readonly rows = new Map<string, Map<SubscriberId, Delivery>>();
  readonly accepts = new Map<string, Accept[]>();
  readonly refusals = new Set<string>();
  readonly posts: { id: string; text: string; inReplyTo: string | undefined }[] = [];
  readonly #parts = new Map<PublicationId, Map<number, SocialDelivery>>();
  readonly #claims = new Set<string>();
  /** Since when somebody must not be mailed; absent for those who may. */
  readonly #goneSince = new Map<SubscriberId, number>();
  readonly #pausedSince = new Map<PublicationId | 'everything', number>();
  readonly #cancelledSince = new Map<PublicationId, number>();
  readonly #confirmedAt = new Map<SubscriberId, number>();
  readonly #subjects = new Map<PublicationId, string>();
  readonly #now: () => number;
  readonly #faithful: Set<SubscriberId> | undefined;

  constructor(now: () => number, people: readonly Subscriber[]) {
    this.#now = now;
    for (const person of people) this.#seePerson(person, Number.NEGATIVE_INFINITY);
    this.#faithful = new Set(people.map(({ id }) => id).filter((id) => this.mayBeMailed(id)));
  }

  fail(sentence: string): void {
    this.violations.push(sentence);
  }

  /** A call to the mail provider is about to be made. */
  mailIssued(tag: MailTag, message: Uint8Array): void {
    const { at, subscriber } = tag;
    const gone = this.#goneSince.get(subscriber);
    if (gone !== undefined && this.#now() - gone > GOODBYE_MS)
      this.fail(`after goodbye: ${subscriber} was mailed ${this.#now() - gone} ms after that was stored`);
    for (const what of [at.publication, 'everything'] as const) {
      const paused = this.#pausedSince.get(what);
      if (paused !== undefined && this.#now() - paused > PAUSE_MS)
        this.fail(`paused: a call was made ${this.#now() - paused} ms after the pause`);
    }
    const cancelled = this.#cancelledSince.get(at.publication);
    if (cancelled !== undefined && this.#now() - cancelled > PAUSE_MS)
      this.fail(`cancelled: a call was made ${this.#now() - cancelled} ms after it was cancelled`);
    if (!this.#claims.has(claimKey(tag))) this.fail(`unclaimed: a call for ${subscriber} without a claim of its nonce`);
    const subject = /^Subject: .*$/m.exec(new TextDecoder('latin1').decode(message.subarray(0, 1500)))?.[0] ?? '';
    const known = this.#subjects.get(at.publication);
    if (known === undefined) this.#subjects.set(at.publication, subject);
    else if (known !== subject) this.fail(`not sealed: ${at.publication} goes out with two subjects`);
  }

  /** The mail provider has taken a mail. */
  mailAccepted(tag: MailTag, receipt: string, beyond: boolean): void {
    const { at, subscriber } = tag;
    const key = `${at.publication} ${subscriber}`;
    const known = this.accepts.get(key) ?? [];
    if (known.length > 0 && !known.some((accept) => accept.beyond)) this.fail(`twice: ${subscriber} got ${at.publication} again`);
    this.accepts.set(key, [...known, { receipt, nonce: tag.nonce, beyond }]);
    if (!this.#claims.has(claimKey(tag))) this.fail(`unclaimed: ${subscriber} was accepted without a claim of that nonce`);
    const head = this.heads.get(at.publication)?.[at.chunk];
    const group = head?.members.slice(at.group * head.group, (at.group + 1) * head.group) ?? [];
    if (!group.some((member) => member.subscriber === subscriber))
      this.fail(`unplanned: ${subscriber} is not in group ${at.group} of chunk ${at.chunk}`);
  }

  /** X has taken a post. */
  posted(text: string, id: string, inReplyTo: string | undefined): void {
    if (this.posts.some((post) => post.text === text)) this.fail(`twice on X: ${id} says what was said before`);
    this.posts.push({ id, text, inReplyTo });
  }

  parts(publication: PublicationId): Map<number, SocialDelivery> {
    return this.#parts.get(publication) ?? new Map();
  }

  /** Whether some part of some publication says that it is this post. */
  isRecorded(post: string): boolean {
    return [...this.#parts.values()].some((parts) =>
      [...parts.values()].some((part) => (part.state === 'posted' ? part.id === post : part.state === 'held')),
    );
  }

  mailRefused(tag: MailTag): void {
    this.refusals.add(`${tag.at.publication} ${tag.subscriber}`);
  }

  /** An effect has landed in a store. */
  landed(name: string, given: unknown[], result: unknown): void {
    switch (name) {
      case 'ledger.change':
        if (result === 'written') for (const change of given[1] as DeliveryChange[]) this.#seeChange(given[0] as GroupAddress, change);
        return;
      case 'ledger.addHead':
        if (result === 'added') this.#seeHead(given[0] as ChunkHead);
        return;
      case 'ledger.closeHead': {
        const head = this.heads.get(given[0] as PublicationId)?.[given[1] as number];
        if (head) head.closed = true;
        return;
      }
      case 'socialLedger.change':
        if (result === 'written') this.#seePart(given[0] as PostPart, (given[1] as SocialChange).to);
        return;
      case 'register.add':
        if (result === 'added') this.records.set((given[0] as PublicationRecord).id, given[0] as PublicationRecord);
        return;
      case 'register.replace':
        if (result === 'replaced') this.records.set((given[0] as PublicationRecord).id, given[0] as PublicationRecord);
        return;
      case 'subscribers.put':
        this.#seePerson(given[0] as Subscriber, this.#now());
        return;
      case 'subscribers.leave':
        if (result === 'left') this.#seeGone(given[0] as SubscriberId, this.#now());
        return;
      case 'suppressions.add':
        this.#seeGone(given[0] as SubscriberId, this.#now());
        return;
      case 'switches.pause':
        if (!this.#pausedSince.has(given[0] as PublicationId)) this.#pausedSince.set(given[0] as PublicationId, this.#now());
        return;
      case 'switches.cancel':
        if (!this.#cancelledSince.has(given[0] as PublicationId)) this.#cancelledSince.set(given[0] as PublicationId, this.#now());
        return;
      case 'switches.resume':
        this.#pausedSince.delete(given[0] as PublicationId);
        return;
    }
  }

  /** Who had confirmed before the beginning, and could be mailed all the time since. */
  get faithful(): SubscriberId[] {
    return [...(this.#faithful ?? [])];
  }

  planned(publication: PublicationId): SubscriberId[] {
    return (this.heads.get(publication) ?? []).flatMap((head) => head.members.map((member) => member.subscriber));
  }

  /** The delivery of a planned recipient, where the head says that it must be. */
  delivery(head: ChunkHead, index: number): Delivery | undefined {
    const member = head.members[index];
    return member && this.rows.get(groupKey({ ...head, group: Math.floor(index / head.group) }))?.get(member.subscriber);
  }

  /** Some deliveries are held, and all others have their end. */
  waitsForPeople(publication: PublicationId): boolean {
    const states = new Set(
      (this.heads.get(publication) ?? []).flatMap((head) => head.members.map((_, i) => this.delivery(head, i)?.state)),
    );
    return states.delete('held') && [...states].every((state) => state === 'accepted' || state === 'suppressed' || state === 'refused');
  }

  mayBeMailed(subscriber: SubscriberId): boolean {
    return !this.#goneSince.has(subscriber);
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
    if (to.state === 'attempting') {
      if (before !== undefined && before.state !== 'ready') this.fail(`taken: ${subscriber} was claimed while ${before.state}`);
      this.#claims.add(claimKey({ subscriber, nonce: to.nonce }));
    }
    if (to.state === 'accepted' && !this.accepts.get(`${at.publication} ${subscriber}`)?.some((accept) => accept.receipt === to.receipt)) {
      this.fail(`invented: ${subscriber} is recorded as accepted without a mail`);
    }
    if (to.state === 'suppressed' && this.mayBeMailed(subscriber)) this.fail(`missed: ${subscriber} was passed over without a reason`);
    this.rows.set(key, group.set(subscriber, to));
  }

  #seePart({ publication, part }: PostPart, to: SocialDelivery): void {
    const parts = this.#parts.get(publication) ?? new Map<number, SocialDelivery>();
    const before = parts.get(part);
    if (before?.state === 'posted' && (to.state !== 'posted' || to.id !== before.id))
      this.fail(`rewritten: part ${part} of ${publication} was posted, and became ${to.state}`);
    const again = before?.state === 'attempting' && to.state === 'attempting' && before.nonce === to.nonce;
    if (to.state === 'attempting' && before !== undefined && before.state !== 'ready' && !again)
      this.fail(`taken: part ${part} of ${publication} was claimed while ${before.state}`);
    if (to.state === 'posted') {
      const post = this.posts.find(({ id }) => id === to.id);
      if (!post) this.fail(`invented: part ${part} of ${publication} is recorded as posted without a post`);
      const parent = parts.get(part - 1);
      if (part > 0 && post && (parent?.state !== 'posted' || parent.id !== post.inReplyTo))
        this.fail(`broken thread: part ${part} of ${publication} replies to ${post.inReplyTo}`);
    }
    this.#parts.set(publication, parts.set(part, to));
  }

  #seeHead(head: ChunkHead): void {
    const chain = this.heads.get(head.publication) ?? [];
    if (chain[head.chunk]) this.fail(`replanned: chunk ${head.chunk} of ${head.publication} was cut again`);
    const begun = this.records.get(head.publication)?.begun?.epochMilliseconds ?? 0;
    const known = new Set(this.planned(head.publication));
    for (const { subscriber } of head.members) {
      if (known.has(subscriber)) this.fail(`in two chunks: ${subscriber} of ${head.publication}`);
      const confirmed = this.#confirmedAt.get(subscriber);
      if (confirmed === undefined || confirmed > begun)
        this.fail(`unconfirmed: ${subscriber} was planned, and had not confirmed when ${head.publication} began`);
    }
    chain[head.chunk] = { ...head };
    this.heads.set(head.publication, chain);
  }

  #seePerson({ id, status, confirmedAt }: Subscriber, at: number): void {
    if (status !== 'confirmed') {
      this.#seeGone(id, at);
      return;
    }
    this.#goneSince.delete(id);
    this.#confirmedAt.set(id, confirmedAt?.epochMilliseconds ?? Number.NEGATIVE_INFINITY);
  }

  #seeGone(id: SubscriberId, at: number): void {
    if (!this.#goneSince.has(id)) this.#goneSince.set(id, at);
    this.#faithful?.delete(id);
  }
}

function groupKey(at: GroupAddress): string {
  return `${at.publication}#${at.chunk}#${at.group}`;
}

function claimKey({ subscriber, nonce }: { subscriber: SubscriberId; nonce: string }): string {
  return `${subscriber} ${nonce}`;
}

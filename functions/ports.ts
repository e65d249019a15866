// Everything that the newsroom asks of the world. Each method is one call out, and may fail by throwing: then
// nothing may be concluded about its effect. What a caller must tell apart is an answer, not an error.
import type { Temporal } from 'temporal-polyfill';
import type { CanaryProof } from '#core/doubt';
import type { ChunkHead, Delivery, DeliveryChange, GroupAddress } from '#core/ledger';
import type { MailEvent } from '#core/mail-event';
import type { MailTag } from '#core/mail-tag';
import type { Outcome } from '#core/outcome';
import type { PublicationId, PublicationRecord } from '#core/publication';
import type { StorySighting } from '#core/sighting';
import type { PostPart, SocialChange, SocialDelivery } from '#core/social-ledger';
import type { ImageFile, SourceFile } from '#core/source';
import type { Subscriber, SubscriberId } from '#core/subscriber';

export type { MailTag };

/** What the editor has written: `posts/*.md`, `events/*.md`, the rules, and which images there are. */
export interface Editorial {
  read(): Promise<{ rules: SourceFile; stories: SourceFile[]; images: ImageFile[] }>;
  /** The bytes of one image, or undefined when there is none of that name. */
  image(src: string): Promise<{ bytes: Uint8Array; type: string } | undefined>;
}

/** `opened`: the moment before the first tick, from which the newsroom answers for what is due. `until`: the newest tick whose work is all recorded. */
export type Settled = { opened: Temporal.Instant; until: Temporal.Instant };

/** What has been decided and done so far: sightings, publications whose time has come, and how far the ticks have come. */
export interface Register {
  sightings(): Promise<StorySighting[]>;
  /** Last writer wins: one tick writes at a time, and a repeat writes the same. */
  noteSighting(sighting: StorySighting): Promise<void>;
  /** Undefined before the first tick. */
  settled(): Promise<Settled | undefined>;
  settle(settled: Settled): Promise<void>;
  publications(): Promise<PublicationRecord[]>;
  /** Read consistently. */
  publication(id: PublicationId): Promise<PublicationRecord | undefined>;
  /** Put if absent. */
  add(record: PublicationRecord): Promise<'added' | 'exists'>;
  /** Stores `record` with version + 1 if the stored version is still `record.version`. */
  replace(record: PublicationRecord): Promise<'replaced' | 'stale'>;
}

/** Who decided it, and when. */
export type Decision = { by: string; at: Temporal.Instant };

/** A whole channel is paused by the newsroom itself, when its provider takes nothing more until a person acts. */
export type Pausable = PublicationId | 'everything' | 'email' | 'x';

/** What people decided: read at each step, in a table of its own that no restore rewinds. */
export interface Switches {
  /** Consistent. `paused`: nothing new begins or is claimed, for the whole newsroom, for the channel or for the publication, the widest first. */
  read(publication?: PublicationId, channel?: 'email' | 'x'): Promise<{ paused?: string; approved?: Decision; cancelled?: Decision }>;
  pause(what: Pausable, reason: string): Promise<void>;
  resume(what: Pausable): Promise<void>;
  approve(publication: PublicationId, by: string, at: Temporal.Instant): Promise<void>;
  /** For good: whoever has not got it by then never will. */
  cancel(publication: PublicationId, by: string, at: Temporal.Instant): Promise<void>;
}

export interface Subscribers {
  /** A page of at most `limit` subscribers of every status, by id, after `after`; consistent. The last page has no `next`. */
  page(after: SubscriberId | undefined, limit: number): Promise<{ subscribers: Subscriber[]; next?: SubscriberId }>;
  find(id: SubscriberId): Promise<Subscriber | undefined>;
  put(subscriber: Subscriber): Promise<void>;
  /** confirmed or pending becomes left; anything else stays. Idempotent. Says what the status was. */
  leave(id: SubscriberId, at: Temporal.Instant, way: 'one-click' | 'page'): Promise<'left' | 'had-left' | 'unknown'>;
  /** Before sending: both tables, consistently, in one call. `unread` could not be read, and must not be mailed now. At most 50 ids. */
  readForSending(
    ids: SubscriberId[],
  ): Promise<{ people: Map<SubscriberId, { subscriber?: Subscriber; suppressed: boolean }>; unread: Set<SubscriberId> }>;
  /** The id that an address has, whether or not it is known. Case and spaces around it do not matter. */
  idOf(address: string): SubscriberId;
}

/** Who must never be mailed: append-only, in a table of its own that no restore rewinds. */
export interface Suppressions {
  add(id: SubscriberId, why: Suppression['why'], at: Temporal.Instant): Promise<void>;
  has(id: SubscriberId): Promise<boolean>;
  /** The first reason, and when it was stored; undefined when there is none. */
  find(id: SubscriberId): Promise<Suppression | undefined>;
}
export type Suppression = { why: 'bounced' | 'complained' | 'left' | 'erased'; at: Temporal.Instant };

/**
 * What the mail provider itself has reported of every mail, kept outside of the ledger and never rewritten: the witness that
 * the certificate is held against, and what a restore replays.
 */
export interface Archive {
  /** The events of one publication, or of all, that happened at `since` or later; in any order, and some more than once. */
  events(wanted: { publication?: PublicationId; since?: Temporal.Instant }): AsyncIterable<MailEvent>;
}

/** The switch at the provider itself: while it is off each call is a certain refusal, whatever our own code does. */
export interface SendingSwitch {
  off(): Promise<void>;
  on(): Promise<void>;
}

/** One publication to one subscriber, in groups: conditional single writes, consistent reads. */
export interface Ledger {
  head(publication: PublicationId, chunk: number): Promise<ChunkHead | undefined>;
  /** Put if absent: the chain of heads is append-only. */
  addHead(head: ChunkHead): Promise<'added' | 'exists'>;
  /** Marks the chunk as finished: every delivery of it has its end. Idempotent. */
  closeHead(publication: PublicationId, chunk: number): Promise<void>;
  /** The deliveries of one group; a member who was never claimed is absent. */
  group(at: GroupAddress): Promise<Map<SubscriberId, Delivery>>;
  /** All groups of a chunk that have an item, in one read. */
  groups(publication: PublicationId, chunk: number): Promise<Map<number, Map<SubscriberId, Delivery>>>;
  /** One conditional write: all changes, or none. `refused`: at least one expectation did not hold. */
  change(at: GroupAddress, changes: DeliveryChange[]): Promise<'written' | 'refused'>;
  /** A second receipt for one delivery was seen: recorded once per receipt, counted by the certificate. */
  noteDuplicate(at: GroupAddress, subscriber: SubscriberId, receipt: string): Promise<void>;
  duplicates(publication: PublicationId): Promise<{ subscriber: SubscriberId; receipt: string }[]>;
}

/** Proof that the provider's events reach us; each moment only moves forward. */
export interface Canary {
  /** Consistent. */
  proof(): Promise<CanaryProof>;
  noteSent(at: Temporal.Instant): Promise<void>;
  noteBack(at: Temporal.Instant): Promise<void>;
}

/** All that a worker must know before it may send, in one consistent read. Throws when any part of it could not be read. */
export interface Briefing {
  read(publication: PublicationId, chunk: number): Promise<Brief>;
}
export type Brief = { record?: PublicationRecord; head?: ChunkHead; paused?: string; cancelled?: Decision };

/** Sealed texts (editions, mails, posts), addressed by their content: what is written once never changes. */
export interface Sealed {
  /** Returns the content address; storing the same text again is harmless. */
  keep(text: string): Promise<string>;
  /** Throws when there is nothing at that address. */
  read(address: string): Promise<string>;
}

/** `fresh`: it is rung for the first time, so that nothing of the chunk is expected to be claimed. A hint, which only saves a read. */
export type SendJob = { publication: PublicationId; chunk: number; at: Temporal.Instant; fresh?: boolean };
/** A mail to the provider's own simulator, from our sender's address: if its event comes back, events do reach us. */
export type CanaryJob = { canary: Temporal.Instant; from: string };
export type PostJob = { publication: PublicationId; at: Temporal.Instant };

/** The doorbell: a ring may be lost, doubled or late, and nothing but time changes. */
export interface Bell {
  ringSend(jobs: SendJob[]): Promise<void>;
  ringPost(jobs: PostJob[]): Promise<void>;
  ringCanary(job: CanaryJob): Promise<void>;
}

export interface Mailer {
  /** One mail to one address, one call on the wire, at most 10 s. Never throws: what is not known is `unknown`. */
  send(mail: { to: string; message: Uint8Array; tag: MailTag }): Promise<Outcome>;
  /** Mails that the account may send in a second; undefined when there is no limit to keep. */
  perSecond(): Promise<number | undefined>;
}

export type MediaUpload = { bytes: Uint8Array; type: string; alt: string };

/** A social account. `recent` is what decides after an unknown outcome. */
export interface Channel {
  post(post: { text: string; media: MediaUpload[]; inReplyTo?: string }): Promise<Outcome>;
  /** The account's own posts since `since`, newest first, with links expanded and text unescaped. */
  recent(since: Temporal.Instant): Promise<{ id: string; text: string; inReplyTo?: string }[]>;
}

/** The ledger of social posts: one row per part, with the same discipline as the mail's. */
export interface SocialLedger {
  parts(publication: PublicationId): Promise<Map<number, SocialDelivery>>;
  change(part: PostPart, change: SocialChange): Promise<'written' | 'refused'>;
}

/** Signed words for links: opaque, without an address in them. An unsubscribe word never expires. */
export interface Tokens {
  sign(purpose: TokenPurpose, subscriber: SubscriberId): string;
  /** undefined: forged, damaged, or made for another purpose. */
  verify(purpose: TokenPurpose, token: string): SubscriberId | undefined;
}
export type TokenPurpose = 'unsubscribe' | 'preferences';

/** What a step may not take from the machine by itself. */
export interface Machine {
  /** Milliseconds on a clock that only goes forward. It says how long something took, never what time it is. */
  elapsed(): number;
  /** Returns after so many milliseconds. */
  wait(milliseconds: number): Promise<void>;
  /** A fresh word that nobody else has: 16 characters of `0-9a-z`. */
  nonce(): string;
}

export type World = {
  editorial: Editorial;
  register: Register;
  switches: Switches;
  subscribers: Subscribers;
  suppressions: Suppressions;
  ledger: Ledger;
  briefing: Briefing;
  canary: Canary;
  sealed: Sealed;
  bell: Bell;
  mailer: Mailer;
  channel: Channel;
  socialLedger: SocialLedger;
  tokens: Tokens;
  machine: Machine;
};

// Everything that the newsroom asks of the world. Each method is one call out, and may fail by throwing: then
// nothing may be concluded about its effect. What a caller must tell apart is an answer, not an error.
import type { Temporal } from 'temporal-polyfill';
import type { EventCard } from '#core/card/event-card';
import type { AudienceChunk, Delivery, DeliveryChange, GroupAddress } from '#core/delivery/ledger';
import type { MailTag } from '#core/delivery/mail-tag';
import type { Outcome } from '#core/delivery/outcome';
import type { MailEvent } from '#core/delivery/ses-event';
import type { MorningSummaryKey, ReaderTransactionalKey, TransactionalKey, TransactionalRecipient } from '#core/delivery/transactional-key';
import type { CanaryProof } from '#core/delivery/unknown-delivery';
import type { AuditEntry } from '#core/desk/audit-log';
import type { Session } from '#core/desk/session';
import type { ImageFile } from '#core/image/image-file';
import type { Import, ImportId } from '#core/import/import';
import type { SourceFile } from '#core/parsing/source-file';
import type { ChannelName, PublicationId, PublicationRecord, SocialChannel } from '#core/publication/publication';
import type { Signup } from '#core/signup/signup';
import type { PostPart, SocialChange, SocialDelivery } from '#core/social/post-ledger';
import type { StorySeen } from '#core/story/story-seen';
import type { PendingUnsubscribe } from '#core/subscriber/pending-unsubscribe';
import type { Bounce } from '#core/subscriber/soft-bounces';
import type { Subscriber, SubscriberId, SubscriberStatus, UnsubscribeMethod } from '#core/subscriber/subscriber';
import type { OpeningReason, SuppressionEntry, SuppressionReason } from '#core/subscriber/suppression';
import type { SenderProfile, TransactionalEmail, TransactionalState } from '#core/transactional/transactional-email';

/**
 * What the steps and the pages ask for; each names the part that it needs. Four ports are not in it, because few may have them:
 * `Archive` and `SendingSwitch` are for a certificate and a restore, `Sessions` and `Issuer` for signing in on the desk.
 */
export type World = {
  // What is written, decided and sealed
  content: Content;
  publications: PublicationStore;
  switches: Switches;
  texts: SealedTexts;
  // People
  subscribers: Subscribers;
  suppressions: Suppressions;
  pendingUnsubscribes: PendingUnsubscribes;
  signups: Signups;
  transactional: TransactionalEmails;
  bounces: Bounces;
  imports: Imports;
  importFiles: ImportFiles;
  // Emails
  ledger: Ledger;
  sendContext: SendContextReader;
  mailer: Mailer;
  canary: Canary;
  // Posts
  socialLedger: SocialLedger;
  /** Each account; without keys for it, it takes nothing. */
  social: Record<SocialChannel, Channel>;
  cards: Cards;
  // The pages
  tokens: Tokens;
  rateCounters: RateCounters;
  audit: AuditLog;
  // The queue and the machine
  jobQueue: JobQueue;
  machine: Machine;
};

// What is written, decided and sealed

/** What the editor has written: `posts/*.md`, `events/*.md`, the rules, and which images there are. */
export interface Content {
  read(): Promise<{ rules: SourceFile; stories: SourceFile[]; images: ImageFile[] }>;
  /** The bytes of one image, or undefined when there is none of that name. */
  image(src: string): Promise<{ bytes: Uint8Array; type: string } | undefined>;
}

/** `opened`: the moment before the first tick, from which the newsroom answers for what is due. `until`: the newest tick whose work is all recorded. */
export type Progress = { opened: Temporal.Instant; until: Temporal.Instant };

/** One day's round of forgetting what has been kept for long enough. `after`: the last subscriber that it has looked at. */
export type RetentionRun = { day: Temporal.PlainDate; after?: SubscriberId; done: boolean };

/** What has been decided and done so far: sightings, publications whose time has come, and how far the ticks have come. */
export interface PublicationStore {
  storiesSeen(): Promise<StorySeen[]>;
  /** Last writer wins: one tick writes at a time, and a repeat writes the same. */
  recordStorySeen(storySeen: StorySeen): Promise<void>;
  /** Undefined before the first tick. */
  progress(): Promise<Progress | undefined>;
  recordProgress(progress: Progress): Promise<void>;
  /** How far the newest daily round of forgetting has come; undefined before the first. */
  retentionRun(): Promise<RetentionRun | undefined>;
  recordRetentionRun(run: RetentionRun): Promise<void>;
  all(): Promise<PublicationRecord[]>;
  /** Read consistently. */
  find(id: PublicationId): Promise<PublicationRecord | undefined>;
  /** Put if absent. */
  add(record: PublicationRecord): Promise<'added' | 'exists'>;
  /** Stores `record` with version + 1 if the stored version is still `record.version`. */
  replace(record: PublicationRecord): Promise<'replaced' | 'stale'>;
}

/** Who decided it, and when. */
export type Decision = { by: string; at: Temporal.Instant };

/** A whole channel is paused by the newsroom itself, when its provider takes nothing more until a person acts. */
export type Pausable = PublicationId | 'everything' | ChannelName;

/** What people decided: read at each step, in a table of its own that no restore rewinds. */
export interface Switches {
  /** Consistent. `paused`: nothing new begins or is claimed, for the whole newsroom, for the channel or for the publication, the widest first. */
  read(publication?: PublicationId, channel?: ChannelName): Promise<{ paused?: string; approved?: Decision; cancelled?: Decision }>;
  pause(what: Pausable, reason: string): Promise<void>;
  resume(what: Pausable): Promise<void>;
  approve(publication: PublicationId, by: string, at: Temporal.Instant): Promise<void>;
  /** For good: whoever has not got it by then never will. */
  cancel(publication: PublicationId, by: string, at: Temporal.Instant): Promise<void>;
}

/** Sealed texts (editions, mails, posts), addressed by their content: what is written once never changes. */
export interface SealedTexts {
  /** Returns the content address; storing the same text again is harmless. */
  put(text: string): Promise<string>;
  /** Throws when there is nothing at that address. */
  get(address: string): Promise<string>;
  /** Erases the text, if it is there. */
  remove(address: string): Promise<void>;
}

// People

export type StatusCounts = Record<SubscriberStatus, number>;

export interface Subscribers {
  /** A page of at most `limit` subscribers of every status, by id, after `after`; consistent. The last page has no `next`. */
  page(after: SubscriberId | undefined, limit: number): Promise<{ subscribers: Subscriber[]; next?: SubscriberId }>;
  find(id: SubscriberId): Promise<Subscriber | undefined>;
  /** Stores her with version + 1 if the stored version is still `subscriber.version`; without a version, if she is not there yet. */
  save(subscriber: Subscriber): Promise<'saved' | 'stale'>;
  /** confirmed or pending becomes left; anything else stays. Idempotent. Says what the status was. */
  unsubscribe(
    id: SubscriberId,
    at: Temporal.Instant,
    method: UnsubscribeMethod,
  ): Promise<'unsubscribed' | 'already-unsubscribed' | 'unknown'>;
  /** confirmed or pending becomes `status`: her address takes no mail, or she called one of ours unwanted. Idempotent. */
  markAs(id: SubscriberId, status: 'bounced' | 'complained'): Promise<void>;
  /** Erases her; with a version, only if that is still the stored one. */
  remove(id: SubscriberId, version?: number): Promise<void>;
  /** How many there are of each status, of all or of those after `after` and up to `until`; and the id of each `every`-th of them. */
  outline(every: number, range?: { after?: SubscriberId; until?: SubscriberId }): Promise<{ counts: StatusCounts; ends: SubscriberId[] }>;
  /** Before sending: both tables, consistently, in one call. `unread` could not be read, and must not be mailed now. At most 50 ids. */
  readForSending(
    ids: SubscriberId[],
  ): Promise<{ people: Map<SubscriberId, { subscriber?: Subscriber; suppressed: boolean }>; unread: Set<SubscriberId> }>;
  /** The id that an address has, whether or not it is known. Case and spaces around it do not matter. */
  idOf(address: string): SubscriberId;
}

/** Who must not be mailed, and why: a log for each person, in a table of its own that no restore rewinds. */
export interface Suppressions {
  /** Idempotent: a reason that stands is not noted again. */
  add(id: SubscriberId, why: SuppressionReason, at: Temporal.Instant): Promise<void>;
  /** The rules of core/subscriber/suppression.ts say which reason opens what. `refused`: it stays as it is. */
  reopen(id: SubscriberId, why: OpeningReason, at: Temporal.Instant): Promise<'open' | 'refused'>;
  /** Whether any reason stands. */
  has(id: SubscriberId): Promise<boolean>;
  /** All that happened, oldest first; consistent. Which of it stands, `standing` in core/subscriber/suppression.ts says. */
  log(id: SubscriberId): Promise<SuppressionEntry[]>;
}

/** One-click goodbyes that may have been a scanner's, one a person: open until a tick or the programme lead says what they were. */
export interface PendingUnsubscribes {
  /** Put if absent. */
  record(pending: PendingUnsubscribe): Promise<void>;
  open(): Promise<PendingUnsubscribe[]>;
  /** Marks one as suspect, if it is still open. */
  markInBurst(pending: PendingUnsubscribe): Promise<void>;
  close(id: SubscriberId): Promise<void>;
}

/** Forms that nobody has confirmed yet, one an address. */
export interface Signups {
  find(id: SubscriberId): Promise<Signup | undefined>;
  /** The newest form takes the place of the one before. */
  put(signup: Signup): Promise<void>;
  remove(id: SubscriberId): Promise<void>;
  /** Those that came before `before`. */
  olderThan(before: Temporal.Instant): AsyncIterable<Signup>;
}

/** Letters, with the same discipline as the mail's ledger: claimed before the one call, and never sent again without knowledge. */
export interface TransactionalEmails {
  /** Put if absent, waiting. */
  add(email: TransactionalKey): Promise<'added' | 'exists'>;
  /** All that were written to one person. */
  to(recipient: TransactionalRecipient): Promise<TransactionalEmail[]>;
  /** One conditional write: the state is `from` and becomes `state`, or nothing changes. */
  change(email: TransactionalKey, from: TransactionalState, state: TransactionalState): Promise<'written' | 'refused'>;
  /** Everybody's. */
  all(): AsyncIterable<TransactionalEmail>;
  /** Forgets one. */
  remove(email: TransactionalKey): Promise<void>;
  /** Forgets those of days before `before`; without it, all. */
  removeAllTo(id: SubscriberId, before?: Temporal.PlainDate): Promise<void>;
}

/** Mails that came back though their address may be good: noted for each person until a mail gets through to her. */
export interface Bounces {
  /** Idempotent: one of a publication. */
  record(id: SubscriberId, bounce: Bounce): Promise<void>;
  /** A mail has got through to her: what came back before counts no more. May overlook what was noted in the last five minutes. */
  delivered(id: SubscriberId): Promise<void>;
  /** Everybody of whom any is noted, with the oldest first. */
  all(): AsyncIterable<{ subscriber: SubscriberId; bounces: Bounce[] }>;
  remove(id: SubscriberId): Promise<void>;
}

/** The people of an uploaded file, on their way to become subscribers. */
export interface Imports {
  /** Put if absent. */
  add(one: Import): Promise<'added' | 'exists'>;
  find(id: ImportId): Promise<Import | undefined>;
  /** The newest hundred, newest first; consistent. */
  latest(): Promise<Import[]>;
  /** Stores `one` with version + 1 if the stored version is still `one.version`. */
  replace(one: Import): Promise<'replaced' | 'stale'>;
}

/** What an import works on: texts with addresses in them, which are deleted after seven days whatever becomes of it. */
export interface ImportFiles {
  put(id: ImportId, name: string, text: string): Promise<void>;
  /** Undefined when there is none, or none any more. */
  read(id: ImportId, name: string): Promise<string | undefined>;
  /** Deletes all files of one import. */
  remove(id: ImportId): Promise<void>;
}

// Emails

/** One publication to one subscriber, in groups: conditional single writes, consistent reads. */
export interface Ledger {
  chunk(publication: PublicationId, chunk: number): Promise<AudienceChunk | undefined>;
  /** Put if absent: the chain of heads is append-only. */
  addChunk(audienceChunk: AudienceChunk): Promise<'added' | 'exists'>;
  /** Marks the chunk as finished: every delivery of it has its end. Idempotent. */
  closeChunk(publication: PublicationId, chunk: number): Promise<void>;
  /** The deliveries of one group; a member who was never claimed is absent. */
  group(at: GroupAddress): Promise<Map<SubscriberId, Delivery>>;
  /** All groups of a chunk that have an item, in one read. */
  groups(publication: PublicationId, chunk: number): Promise<Map<number, Map<SubscriberId, Delivery>>>;
  /** One conditional write: all changes, or none. `refused`: at least one expectation did not hold. */
  change(at: GroupAddress, changes: DeliveryChange[]): Promise<'written' | 'refused'>;
  /** A second receipt for one delivery was seen: recorded once per receipt, counted by the certificate. */
  recordDuplicate(at: GroupAddress, subscriber: SubscriberId, receipt: string): Promise<void>;
  duplicates(publication: PublicationId): Promise<{ subscriber: SubscriberId; receipt: string }[]>;
  /** Erases the deliveries of a chunk, and then its head. Idempotent. Only for what has ended: a chunk that is not there can be cut anew. */
  removeChunk(publication: PublicationId, chunk: number): Promise<void>;
  removeDuplicates(publication: PublicationId): Promise<void>;
}

/** All that a worker must know before it may send, in one consistent read. Throws when any part of it could not be read. */
export interface SendContextReader {
  read(publication: PublicationId, chunk: number): Promise<SendContext>;
}

export type SendContext = { record?: PublicationRecord; audienceChunk?: AudienceChunk; paused?: string; cancelled?: Decision };

export interface Mailer {
  /** One mail to one address, one call on the wire, at most 10 s. Never throws: what is not known is `unknown`. */
  send(mail: { to: string; message: Uint8Array; tag: MailTag }): Promise<Outcome>;
  /** Mails that the account may send in a second; undefined when there is no limit to keep. */
  perSecond(): Promise<number | undefined>;
}

/** Proof that the provider's events reach us; each moment only moves forward. */
export interface Canary {
  /** Consistent. */
  proof(): Promise<CanaryProof>;
  recordSent(at: Temporal.Instant): Promise<void>;
  recordBack(at: Temporal.Instant): Promise<void>;
}

/** The switch at the provider itself: while it is off each call is a certain refusal, whatever our own code does. */
export interface SendingSwitch {
  off(): Promise<void>;
  on(): Promise<void>;
}

/**
 * What the mail provider itself has reported of every mail, kept outside of the ledger and never rewritten: the witness that
 * the certificate is held against, and what a restore replays.
 */
export interface EventArchive {
  /** The events of one publication, or of all, that happened at `since` or later; in any order, and some more than once. */
  events(wanted: { publication?: PublicationId; since?: Temporal.Instant }): AsyncIterable<MailEvent>;
}

// Posts

/** The ledger of social posts: one row per part, with the same discipline as the mail's. */
export interface SocialLedger {
  parts(publication: PublicationId): Promise<Map<number, SocialDelivery>>;
  change(part: PostPart, change: SocialChange): Promise<'written' | 'refused'>;
}

/** What names one part of a publication for ever: the same for every attempt. `at`: when the publication was due. */
export type PostKey = { publication: PublicationId; part: number; at: Temporal.Instant };

export type MediaUpload = { bytes: Uint8Array; type: string; alt: string };

/** A social account. After an unknown outcome `find` decides where there is one, and `recent` elsewhere. */
export interface Channel {
  /** A channel that has `find` keeps the post under its key, so that a second call for the same key makes no second post. */
  post(post: { key: PostKey; text: string; media: MediaUpload[]; inReplyTo?: string }): Promise<Outcome>;
  /** The id of the post with this key on the account; undefined when it is certainly not there. */
  find?(key: PostKey): Promise<string | undefined>;
  /** The account's own posts since `since`, newest first, with links expanded and text unescaped. */
  recent(since: Temporal.Instant): Promise<{ id: string; text: string; inReplyTo?: string }[]>;
}

/** Draws pictures. */
export interface Cards {
  /** 1200 by 675 pixels. Equal facts give the same bytes, so that a retry uploads the very same. */
  event(card: EventCard): Promise<{ bytes: Uint8Array; type: 'image/png' }>;
}

// The pages

/** Signed words for links: opaque, without an address in them. */
export interface Tokens {
  /** Works until `until`, to the hour; without it, for ever, as the law wants of a way to unsubscribe. */
  sign(purpose: TokenPurpose, subscriber: SubscriberId, until?: Temporal.Instant): string;
  /** undefined: forged, damaged, or made for another purpose or another list. */
  verify(purpose: TokenPurpose, token: string, now: Temporal.Instant): { subscriber: SubscriberId; expired: boolean } | undefined;
}

export type TokenPurpose = 'unsubscribe' | 'preferences' | 'confirm' | 'undo' | 'challenge';

/** Counts that keep the public forms from being misused. Nothing of them tells who came. */
export interface RateCounters {
  /** How often this was counted, this time included, in the stretch of `seconds` that holds `now`. */
  count(what: string, seconds: number, now: Temporal.Instant): Promise<number>;
  /** The same, without counting. */
  counted(what: string, seconds: number, now: Temporal.Instant): Promise<number>;
}

/** Who did what on the desk: a log of which nothing is ever taken away. */
export interface AuditLog {
  record(entry: AuditEntry): Promise<void>;
  /** A page of the newest first; `before` is the `next` of the page before. The last page has none. */
  page(before: string | undefined, limit: number): Promise<{ entries: AuditEntry[]; next?: string }>;
}

/** Who is signed in on the desk. Each session is kept under a hash of its secret, and only the browser has the secret. */
export interface Sessions {
  /** Opens one that nobody can guess. Answers its secret, which is given to nobody but that browser. */
  begin(session: Session): Promise<string>;
  /** Consistent: one that was ended a moment ago is not found. */
  find(secret: string): Promise<Session | undefined>;
  /** Notes its use; one that has ended stays ended. */
  record(secret: string, session: Session): Promise<void>;
  /** Idempotent. */
  end(secret: string): Promise<void>;
  /** In every browser. */
  endAll(person: string): Promise<void>;
  /** Forgets those that nobody has used since then. */
  endUnused(since: Temporal.Instant): Promise<void>;
}

/** Whoever has come back from the issuer, and when she showed it who she is. */
export type Identity = { person: string; email: string; signedIn: Temporal.Instant };

/** Who says who somebody is: OpenID Connect, authorization code with PKCE. No token of it ever leaves the adapter. */
export interface Issuer {
  /** Where to send a browser, and the secret that the same browser must bring back. The issuer asks anew, whoever is signed in there. */
  begin(): { url: string; attempt: string };
  /** What the browser brought back. undefined: not all of it is right; which part, nobody is told. Throws when the issuer cannot be asked. */
  finish(back: { attempt: string; state: string; code: string; now: Temporal.Instant }): Promise<Identity | undefined>;
  /** Where a browser is signed out of the issuer; it comes back to `/desk/signed-out`. */
  signOutUrl: URL;
}

// The queue and the machine

/** `fresh`: it is rung for the first time, so that nothing of the chunk is expected to be claimed. A hint, which only saves a read. */
export type SendJob = { publication: PublicationId; chunk: number; at: Temporal.Instant; fresh?: boolean };

/** A mail to the provider's own simulator, from our sender's address: if its event comes back, events do reach us. */
export type CanaryJob = { canary: Temporal.Instant; from: string };

/** `house`: whom the letter is from, as the rules said when it was asked for. Made and rung by flow/transactional/request-transactional.ts. */
export type TransactionalJob = { senderProfile: SenderProfile; at: Temporal.Instant } & (
  | { email: ReaderTransactionalKey }
  | { email: MorningSummaryKey; morningSummary: MorningSummaryCopy }
);

/** Only with a note: her address, and the content address of the sealed mail. */
export type MorningSummaryCopy = { to: string; sealed: string };

export type PostJob = { publication: PublicationId; at: Temporal.Instant };

/** The doorbell: a ring may be lost, doubled or late, and nothing but time changes. */
export interface JobQueue {
  enqueueSend(jobs: SendJob[]): Promise<void>;
  enqueuePost(jobs: PostJob[]): Promise<void>;
  enqueueCanary(job: CanaryJob): Promise<void>;
  /** `later`: to be heard in a quarter of an hour, or so. */
  enqueueTransactional(job: TransactionalJob, later?: 'later'): Promise<void>;
}

/** What a step may not take from the machine by itself. */
export interface Machine {
  /** Milliseconds on a clock that only goes forward. It says how long something took, never what time it is. */
  elapsedMs(): number;
  /** Returns after so many milliseconds. */
  wait(ms: number): Promise<void>;
  /** A fresh word that nobody else has: 16 characters of `0-9a-z`. */
  nonce(): string;
}

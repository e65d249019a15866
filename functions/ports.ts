// Everything that the newsroom asks of the world. Each method is one call out, and may throw: its effect is then unknown.
// Whatever a caller must tell apart is an answer, not an error.

import type { Temporal } from 'temporal-polyfill';
import type { EventCard } from '#core/card/event-card';
import type { WrittenCertificate } from '#core/certificate/written-certificate';
import type { AudienceChunk, Delivery, DeliveryChange, GroupAddress } from '#core/delivery/ledger';
import type { MailTag } from '#core/delivery/mail-tag';
import type { Outcome } from '#core/delivery/outcome';
import type { MailEvent } from '#core/delivery/ses-event';
import type { TransactionalKey, TransactionalRecipient } from '#core/delivery/transactional-key';
import type { CanaryProof } from '#core/delivery/unknown-delivery';
import type { AuditEntry } from '#core/desk/audit-log';
import type { ColleagueList } from '#core/desk/colleagues';
import type { Session } from '#core/desk/session';
import type { CanaryReturn, MailVerdicts } from '#core/doctor/canary-return';
import type { Examination } from '#core/doctor/examination';
import type { OutsideFindings } from '#core/doctor/findings';
import type { DraftHead, DraftId, DraftVersion } from '#core/draft/draft';
import type { Watch } from '#core/feed/watch';
import type { ImageFile } from '#core/image/image-file';
import type { UploadId } from '#core/image/uploaded-picture';
import type { Import, ImportId } from '#core/import/import';
import type { MailPieces } from '#core/mime/mail-message';
import type { SourceFile } from '#core/parsing/source-file';
import type { WrittenOutgoing } from '#core/publication/outgoing';
import type { Override, Overrides } from '#core/publication/override';
import type { ChannelName, PublicationId, PublicationRecord, SocialChannel } from '#core/publication/publication';
import type { PeopleMonth } from '#core/report/people-month';
import type { RulesVersion } from '#core/rules-form/rules-version';
import type { Signup } from '#core/signup/signup';
import type { PostPart, SocialChange, SocialDelivery } from '#core/social/post-ledger';
import type { StorySeen } from '#core/story/story-seen';
import type { Alike } from '#core/subscriber/alike';
import type { PendingUnsubscribe } from '#core/subscriber/pending-unsubscribe';
import type { Bounce } from '#core/subscriber/soft-bounces';
import type { Sought } from '#core/subscriber/sought-people';
import type { Subscriber, SubscriberId, SubscriberStatus, UnsubscribeMethod } from '#core/subscriber/subscriber';
import type { OpeningReason, SuppressionEntry, SuppressionReason } from '#core/subscriber/suppression';
import type { RequestedSummary } from '#core/transactional/sealed-summary';
import type { TestEmail, TestEmailId, TestEmailState } from '#core/transactional/test-email';
import type { RequestedFor, SenderProfile, TransactionalEmail, TransactionalState } from '#core/transactional/transactional-email';

/**
 * All ports that steps and pages may ask for; each names the part that it needs. Six ports stay outside, because few may have them:
 * `EventArchive` (certificate, restore), `SendingSwitch` (restore), `Sessions`, `Issuer` and `Accounts` (signing in on the desk), and
 * `Probes` (the doctor).
 */
export type World = {
  // What is written, decided and sealed
  content: Content;
  uploads: Uploads;
  drafts: Drafts;
  feedWatch: FeedWatch;
  rulesHistory: RulesHistory;
  publications: PublicationStore;
  switches: Switches;
  texts: SealedTexts;
  // People
  subscribers: Subscribers;
  suppressions: Suppressions;
  pendingUnsubscribes: PendingUnsubscribes;
  signups: Signups;
  transactional: TransactionalEmails;
  testEmails: TestEmails;
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
  /** The account on each social channel. Without keys for it, every post is `stopped`. */
  social: Record<SocialChannel, Channel>;
  cards: Cards;
  pictures: Pictures;
  // The pages
  tokens: Tokens;
  rateCounters: RateCounters;
  audit: AuditLog;
  colleagues: Colleagues;
  examinations: Examinations;
  canaryReturns: CanaryReturns;
  // The queue and the machine
  jobQueue: JobQueue;
  machine: Machine;
};

// What is written, decided and sealed

/** The editor's files: `posts/*.md`, `events/*.md`, the rules (`newsroom.yaml`), and the list of images. */
export interface Content {
  read(): Promise<{ rules: SourceFile; stories: SourceFile[]; images: ImageFile[] }>;
  /** The bytes and media type of one image; undefined when there is no image of that name. */
  image(src: string): Promise<{ bytes: Uint8Array; type: string } | undefined>;
  /**
   * Writes a story, or the rules, if the file still has the version `expected`; undefined: if there is no such file. Returns the version
   * that it has now. `stale`: the file is another one, and nothing is written. A repeated save of the same bytes is answered like the
   * first.
   * @throws when the file is neither a story nor the rules.
   */
  save(file: string, bytes: Uint8Array, expected: string | undefined): Promise<{ saved: string } | 'stale'>;
  /**
   * Deletes a story if its file still has the version `expected`. `stale`: the file is another one, and stays. A file that is gone counts
   * as removed, so that a repeated call is answered like the first.
   * @throws when the file is no story.
   */
  remove(file: string, expected: string): Promise<'removed' | 'stale'>;
  /**
   * Adds a prepared picture under a name that is made from its bytes, so that a repeated call changes nothing.
   * @throws when another picture has the name.
   */
  addImage(src: string, picture: { bytes: Uint8Array; width: number; height: number }): Promise<void>;
}

/** Files as people chose them (pictures, lists and others), apart from all else until they are read. Each is deleted after a day. */
export interface Uploads {
  /**
   * A form by which a browser sends one file to this upload, within an hour. `url` takes it as multipart/form-data: these fields, and then
   * the file as `file`. The browser is then sent to `back`, on our pages; without it it gets an empty answer.
   */
  form(upload: UploadId, back?: URL): Promise<{ url: string; fields: { name: string; value: string }[] }>;
  /** The file. `sizeBytes`: of one that is larger than `most`; undefined: nothing has come, or it is deleted. */
  read(upload: UploadId, most: number): Promise<Uint8Array | { sizeBytes: number } | undefined>;
  /** Stores a file that the newsroom itself has fetched. */
  put(upload: UploadId, bytes: Uint8Array): Promise<void>;
  /** Does nothing when it is gone already. */
  remove(upload: UploadId): Promise<void>;
}

/** Stories that are being written, outside the content that the plan reads. A version never changes: each save adds the next one. */
export interface Drafts {
  /**
   * Put if absent. `stale`: that version is stored already, by another save, and nothing is written. A repeated save is answered like the
   * first.
   */
  save(version: DraftVersion): Promise<'saved' | 'stale'>;
  /** Consistent; undefined when there is no such draft. */
  newest(id: DraftId): Promise<DraftVersion | undefined>;
  find(id: DraftId, version: number): Promise<DraftVersion | undefined>;
  /** Every version, newest first, without texts. */
  versions(id: DraftId): Promise<DraftHead[]>;
  /** The newest version of each draft, newest first; consistent. */
  all(): Promise<DraftHead[]>;
  /**
   * Erases a draft with all its versions, if `version` still is its newest. `stale`: it is not, and nothing is erased. A call that broke
   * off is repeated. Only for drafts that nobody can save any more: a save at that moment would lose the versions before it.
   */
  remove(id: DraftId, version: number): Promise<'removed' | 'stale'>;
}

/** The rules as they were, apart from the content: who saved what on the desk. A version never changes: each save adds the next one. */
export interface RulesHistory {
  /** Put if absent. `exists`: that version is stored already, and stays as it is. */
  add(version: RulesVersion): Promise<'added' | 'exists'>;
  find(version: number): Promise<RulesVersion | undefined>;
  /** At most `most` versions before `before`, or the newest ones; the newest first. Consistent. */
  page(before: number | undefined, most: number): Promise<RulesVersion[]>;
}

/** Which website is looked at every day. There is one at most. */
export interface FeedWatch {
  /** Consistent. Undefined before the first. */
  read(): Promise<Watch | undefined>;
  /** Stores the watch with version + 1 if the stored version is still `version`; 0: if there is none. `stale`: nothing is written. */
  replace(watch: Watch): Promise<'replaced' | 'stale'>;
}

/**
 * `opened`: the moment before the first tick; only what is due after it is sent. `until`: the newest tick whose work is all recorded.
 * `sender`: who transactional emails are from, by the rules of that tick. It is stored here and not in a job, because only the tick may
 * write here.
 * `lastGood`: the last rules without a problem.
 */
export type Progress = { opened: Temporal.Instant; until: Temporal.Instant; sender?: SenderProfile; lastGood?: LastGoodRules };

/** The last rules without a problem. `sealed`: the content address of their text; `at`: the newest tick that read them. */
export type LastGoodRules = { sealed: string; at: Temporal.Instant };

/** How far one day's retention run has come. `after`: the last subscriber id that it has checked. */
export type RetentionRun = { day: Temporal.PlainDate; after?: SubscriberId; done: boolean };

/**
 * What one tick has while it works. `holder`: its nonce; `until`: when the lease ends by itself, if the tick was killed; `reads`: the
 * newest form of stored records that its release can read (core/publication/stored-form.ts).
 */
export type TickLease = { holder: string; until: Temporal.Instant; reads: number };

/** Publications whose time has come, stories seen, the progress of ticks and retention runs, and the newest morning summary. */
export interface PublicationStore {
  /**
   * `taken`: nobody else has it before this one ends. `busy`: another holder has it, and it has not run out at `now`. `newer`: a tick of a
   * release that writes a newer form has had it.
   */
  takeLease(lease: TickLease, now: Temporal.Instant): Promise<'taken' | 'busy' | 'newer'>;
  /** Ends the lease of this holder. Does nothing when another one has it by now. */
  endLease(lease: Pick<TickLease, 'holder' | 'reads'>): Promise<void>;
  /** Consistent. While nothing changes, it may be the same list. */
  storiesSeen(): Promise<readonly StorySeen[]>;
  /** Last writer wins. Safe, because one tick has the lease at a time and a repeat writes the same. */
  recordStorySeen(storySeen: StorySeen): Promise<void>;
  /** Undefined before the first tick. */
  progress(): Promise<Progress | undefined>;
  /** Last writer wins. */
  recordProgress(progress: Progress): Promise<void>;
  /** The newest morning summary that was requested. Last writer wins. */
  morningSummary(): Promise<RequestedSummary | undefined>;
  recordMorningSummary(summary: RequestedSummary): Promise<void>;
  /** The newest retention run; undefined before the first. */
  retentionRun(): Promise<RetentionRun | undefined>;
  /** Last writer wins. */
  recordRetentionRun(run: RetentionRun): Promise<void>;
  /** The people of each past month that was counted, in the order of months. */
  peopleMonths(): Promise<PeopleMonth[]>;
  /** Put if absent: what is kept of a month stays as it is. */
  keepPeopleMonth(month: PeopleMonth): Promise<void>;
  /** The certificate that was written a day after a publication; undefined before. */
  certificate(id: PublicationId): Promise<WrittenCertificate | undefined>;
  /** Put if absent: what was written stays as it is. */
  keepCertificate(certificate: WrittenCertificate): Promise<void>;
  /** The certificates that do not add up. There should be none. */
  discrepancies(): Promise<WrittenCertificate[]>;
  /** Every publication that has a record; consistent. While nothing changes, it may be the same list. */
  all(): Promise<readonly PublicationRecord[]>;
  /** Consistent; undefined when the publication has no record yet. */
  find(id: PublicationId): Promise<PublicationRecord | undefined>;
  /** Put if absent. `exists`: the stored record stays as it is. */
  add(record: PublicationRecord): Promise<'added' | 'exists'>;
  /** Stores `record` with version + 1 if the stored version is still `record.version`. `stale`: it is not, and nothing is written. */
  replace(record: PublicationRecord): Promise<'replaced' | 'stale'>;
}

/** Who decided, and when. */
export type Decision = { by: string; at: Temporal.Instant };

/**
 * `outgoing`: what the person was shown, and said yes to. Approvals of before that was kept have none. `wrote`, `alone`: for the rule of
 * four eyes (core/plan/why-not-begin.ts).
 */
export type Approval = Decision & { outgoing?: WrittenOutgoing; wrote?: string; alone?: string; seen?: string };

/** What can be paused. The newsroom itself pauses a channel when its provider refuses everything until a person acts. */
export type Pausable = PublicationId | 'everything' | ChannelName;

export type PublicationSwitches = { paused?: string; alsoPaused?: string; approved?: Approval; cancelled?: Decision };

/** People's decisions, read at each step. They have a table of their own, which no restore rewinds. */
export interface Switches {
  /**
   * Consistent. `paused`: the reason of the widest pause that applies (everything, then channel, then publication). While there is one,
   * nothing new begins or is claimed. `alsoPaused`: the reason of the publication's own pause, below a wider one. Throws when any switch
   * could not be read, because that one may be the pause.
   */
  read(publication?: PublicationId, channel?: ChannelName): Promise<PublicationSwitches>;
  /** A later reason replaces the earlier one. */
  pause(what: Pausable, reason: string): Promise<void>;
  /** Idempotent. */
  resume(what: Pausable): Promise<void>;
  /** The newest approval counts: it is for what its person was shown, and a later change makes another one needed. */
  approve(publication: PublicationId, approval: Approval & { outgoing: WrittenOutgoing }): Promise<void>;
  /** Put if absent: readers who have not got the publication by then never get it, unless it is taken back. */
  cancel(publication: PublicationId, by: string, at: Temporal.Instant): Promise<void>;
  /** Everything that people have set for single publications; consistent. */
  overrides(): Promise<Overrides>;
  /** Stores `override` if the stored one has the version before it; version 1: if there is none. `stale`: it has not. */
  setOverride(publication: PublicationId, override: Override): Promise<'set' | 'stale'>;
  /** Takes back this cancellation and no other one. Only `takeBack` calls it, which checks that nothing can have begun. */
  uncancel(publication: PublicationId, cancelled: Decision): Promise<void>;
}

/** Sealed texts (snapshots, mails, posts, consent wordings), addressed by their content: a stored text never changes. */
export interface SealedTexts {
  /** Returns the content address. Idempotent. */
  put(text: string): Promise<string>;
  /** Throws when the address has no text. */
  get(address: string): Promise<string>;
  /** Erases the text. Idempotent. */
  remove(address: string): Promise<void>;
}

// People

export type StatusCounts = Record<SubscriberStatus, number>;

export interface Subscribers {
  /** A page of at most `limit` subscribers of every status, by id, after `after`; consistent. The last page has no `next`. */
  page(after: SubscriberId | undefined, limit: number): Promise<{ subscribers: Subscriber[]; next?: SubscriberId }>;
  find(id: SubscriberId): Promise<Subscriber | undefined>;
  /**
   * Stores the subscriber with version + 1 if the stored version is still `subscriber.version`; without a version, if the id is not stored
   * yet. `stale`: the condition failed, and nothing is written.
   */
  save(subscriber: Subscriber): Promise<'saved' | 'stale'>;
  /**
   * A confirmed or pending subscriber becomes unsubscribed; any other status stays. Idempotent. `already-unsubscribed`: the status was
   * another one than those two. `unknown`: no subscriber has this id.
   */
  unsubscribe(
    id: SubscriberId,
    at: Temporal.Instant,
    method: UnsubscribeMethod,
  ): Promise<'unsubscribed' | 'already-unsubscribed' | 'unknown'>;
  /** A confirmed or pending subscriber becomes bounced (the address takes no mail) or complained (reported our mail). Idempotent. */
  markAs(id: SubscriberId, status: 'bounced' | 'complained'): Promise<void>;
  /** Erases the subscriber; with a version, only if that is still the stored one. Idempotent. */
  remove(id: SubscriberId, version?: number): Promise<void>;
  /**
   * `counts`: subscribers by status; `ends`: the id of each `every`-th of them, in order. Of all, or of those after `after` up to and
   * with `until`.
   */
  outline(every: number, range?: { after?: SubscriberId; until?: SubscriberId }): Promise<{ counts: StatusCounts; ends: SubscriberId[] }>;
  /**
   * How many confirmed subscribers have chosen alike: all that an audience is chosen by. Consistent. Reads only the counts and those who
   * have changed lately; everybody only where there are no counts yet, or where many change at once, as by an import.
   */
  alike(): Promise<Alike[]>;
  /**
   * Brings the counts of `alike` up to date, and reads everybody for them once a day, as long as `inTime`. Each round changes what it can;
   * a missed one costs time and never makes a count wrong.
   */
  keepCounts(now: Temporal.Instant, inTime: () => boolean): Promise<void>;
  /**
   * At most `most` people of every status who are sought (core/subscriber/sought-people.ts), in no particular order. `more`: there may be
   * others. Finds whoever was saved before the call.
   */
  search(sought: Sought, most: number): Promise<{ subscribers: Subscriber[]; more: boolean }>;
  /**
   * Before sending: subscribers and suppressions of at most 50 ids, consistently, in one call. `unread`: these could not be read, and
   * must not be mailed now.
   */
  readForSending(
    ids: SubscriberId[],
  ): Promise<{ people: Map<SubscriberId, { subscriber?: Subscriber; suppressed: boolean }>; unread: Set<SubscriberId> }>;
  /** The id of an address, known to us or not. Case and surrounding spaces do not matter. */
  idOf(address: string): SubscriberId;
}

/** Who must not be mailed, and why: one log per person, in a table of its own that no restore rewinds. */
export interface Suppressions {
  /** Idempotent: an active reason is not recorded again. */
  add(id: SubscriberId, why: SuppressionReason, at: Temporal.Instant): Promise<void>;
  /** Lifts the active reasons if `why` may (the rules are in core/subscriber/suppression.ts). `refused`: the log stays as it is. */
  reopen(id: SubscriberId, why: OpeningReason, at: Temporal.Instant): Promise<'open' | 'refused'>;
  /** True when any reason is active. */
  has(id: SubscriberId): Promise<boolean>;
  /** All entries, oldest first; consistent. `activeReasons` in core/subscriber/suppression.ts says which of them are active. */
  log(id: SubscriberId): Promise<SuppressionEntry[]>;
}

/** One-click unsubscribes that a mail scanner may have pressed, one per person. Open until a tick or the programme lead decides. */
export interface PendingUnsubscribes {
  /** Put if absent. */
  record(pending: PendingUnsubscribe): Promise<void>;
  /** Every one that is still open; consistent. */
  open(): Promise<PendingUnsubscribe[]>;
  /** Marks one as part of a burst, if it is still open. */
  markInBurst(pending: PendingUnsubscribe): Promise<void>;
  /** Idempotent. */
  close(id: SubscriberId): Promise<void>;
}

/** Unconfirmed sign-up forms, each by itself. `form`: the form's own name; without it, the one that an older release has stored. */
export interface Signups {
  find(id: SubscriberId, form?: string): Promise<Signup | undefined>;
  /** Every form for one address. */
  to(id: SubscriberId): Promise<Signup[]>;
  put(signup: Signup): Promise<void>;
  /** Idempotent. */
  remove(id: SubscriberId, form?: string): Promise<void>;
  /** The forms that came before `before`. */
  olderThan(before: Temporal.Instant): AsyncIterable<Signup>;
}

/** Transactional emails, under the ledger's discipline: claimed before the one call, and never sent again after an unknown outcome. */
export interface TransactionalEmails {
  /** Put if absent, in the state `waiting`. */
  add(email: TransactionalKey & RequestedFor): Promise<'added' | 'exists'>;
  /** All emails to one recipient. */
  to(recipient: TransactionalRecipient): Promise<TransactionalEmail[]>;
  /** One conditional write: the state `from` becomes `state`. `refused`: the state is another one, and nothing is written. */
  change(email: TransactionalKey, from: TransactionalState, state: TransactionalState): Promise<'written' | 'refused'>;
  /** The emails to everyone. */
  all(): AsyncIterable<TransactionalEmail>;
  /** Deletes one. Idempotent. */
  remove(email: TransactionalKey): Promise<void>;
  /** Deletes the emails to one person from days before `before`; without it, all of them. */
  removeAllTo(id: SubscriberId, before?: Temporal.PlainDate): Promise<void>;
}

/** Emails to the team, to try a publication. Only the desk adds any: who can write one decides where a mail goes. */
export interface TestEmails {
  /** Put if absent. */
  add(test: TestEmail): Promise<void>;
  /** Consistent. */
  find(id: TestEmailId): Promise<TestEmail | undefined>;
  /** One conditional write: the state `from` becomes `to`. `refused`: the state is another one, and nothing is written. */
  change(id: TestEmailId, from: TestEmailState, to: TestEmailState): Promise<'written' | 'refused'>;
  /** All that are not deleted, in no order; consistent. */
  all(): Promise<TestEmail[]>;
  /** Idempotent. */
  remove(id: TestEmailId): Promise<void>;
}

/** Publications that came back, per person. Kept until a mail gets through: the address may be good. */
export interface Bounces {
  /** Idempotent: one bounce per publication. */
  record(id: SubscriberId, bounce: Bounce): Promise<void>;
  /** A mail got through: clears the bounces before it. May overlook bounces that were recorded in the last five minutes. */
  delivered(id: SubscriberId): Promise<void>;
  /** Everyone with at least one bounce; each person's bounces oldest first. */
  all(): AsyncIterable<{ subscriber: SubscriberId; bounces: Bounce[] }>;
  remove(id: SubscriberId): Promise<void>;
}

/** Uploaded lists on their way into the subscribers, and how far each has come. */
export interface Imports {
  /** Put if absent. `exists`: the stored import stays as it is. */
  add(one: Import): Promise<'added' | 'exists'>;
  find(id: ImportId): Promise<Import | undefined>;
  /** The newest 100, newest first; consistent. */
  latest(): Promise<Import[]>;
  /** Stores `one` with version + 1 if the stored version is still `one.version`. `stale`: it is not, and nothing is written. */
  replace(one: Import): Promise<'replaced' | 'stale'>;
}

/** The texts that an import works on. They hold addresses, and are deleted after seven days in every case. */
export interface ImportFiles {
  put(id: ImportId, name: string, text: string): Promise<void>;
  /** Undefined when the file never was or has been deleted. */
  read(id: ImportId, name: string): Promise<string | undefined>;
  /** Deletes all files of one import. Idempotent. */
  remove(id: ImportId): Promise<void>;
}

// Emails

/** Deliveries (one publication to one subscriber each), stored by group. Each write is one conditional write; reads are consistent. */
export interface Ledger {
  /** Undefined when the chain does not reach that far yet. */
  chunk(publication: PublicationId, chunk: number): Promise<AudienceChunk | undefined>;
  /** The chunk that was added last, which every chunk before it precedes; undefined when there is none. Consistent. */
  newestChunk(publication: PublicationId): Promise<AudienceChunk | undefined>;
  /** The first `most` chunks from number `from` on that are neither closed nor the end, in their order. Consistent. */
  openChunks(publication: PublicationId, from: number, most: number): Promise<AudienceChunk[]>;
  /** Put if absent: the chain of chunks is append-only. */
  addChunk(audienceChunk: AudienceChunk): Promise<'added' | 'exists'>;
  /** Marks a chunk as finished, once each of its deliveries has its final state. Idempotent. */
  closeChunk(publication: PublicationId, chunk: number): Promise<void>;
  /** The deliveries of one group. A member who was never claimed is absent. */
  group(at: GroupAddress): Promise<Map<SubscriberId, Delivery>>;
  /** The deliveries of all groups of a chunk, by group number, in one read. A group without a claim is absent. */
  groups(publication: PublicationId, chunk: number): Promise<Map<number, Map<SubscriberId, Delivery>>>;
  /** One conditional write: all changes or none. `refused`: at least one expectation did not hold. */
  change(at: GroupAddress, changes: DeliveryChange[]): Promise<'written' | 'refused'>;
  /** Records a second receipt for one delivery, which the certificate counts. Once per receipt. */
  recordDuplicate(at: GroupAddress, subscriber: SubscriberId, receipt: string): Promise<void>;
  duplicates(publication: PublicationId): Promise<{ subscriber: SubscriberId; receipt: string }[]>;
  /** Erases a chunk's deliveries, then the chunk. Idempotent. Only after the publication's end: sealing writes a missing chunk again. */
  removeChunk(publication: PublicationId, chunk: number): Promise<void>;
  removeDuplicates(publication: PublicationId): Promise<void>;
}

/** Reads all that a worker must know before it may send, in one consistent read. Throws when any part could not be read. */
export interface SendContextReader {
  read(publication: PublicationId, chunk: number): Promise<SendContext>;
}

/** `paused`: why nothing may be claimed now. An absent field has nothing stored. */
export type SendContext = { record?: PublicationRecord; audienceChunk?: AudienceChunk; paused?: string; cancelled?: Decision };

export interface Mailer {
  /** Sends one mail to one address in one call of at most 10 s. Never throws: a broken call is the outcome `unknown`. */
  send(mail: { to: string; message: Uint8Array | MailPieces; tag: MailTag }): Promise<Outcome>;
  /** The account's limit in mails per second; undefined when there is none. */
  perSecond(): Promise<number | undefined>;
}

/** Proof that the provider's events reach us. Each of the two times only moves forward. */
export interface Canary {
  /** Consistent. */
  proof(): Promise<CanaryProof>;
  /** A canary was sent at `at`. */
  recordSent(at: Temporal.Instant): Promise<void>;
  /** The event of the canary that was sent at `at` has come back. */
  recordBack(at: Temporal.Instant): Promise<void>;
}

/** The provider's own switch for sending. While it is off, the provider refuses every call, whatever our code does. */
export interface SendingSwitch {
  off(): Promise<void>;
  on(): Promise<void>;
}

/**
 * The mail provider's own reports on every mail, kept outside the ledger and never rewritten. The certificate is checked against
 * them, and a restore replays them.
 */
export interface EventArchive {
  /** The events of one publication, or of all, from `since` on. They come in any order, and some more than once. */
  events(wanted: { publication?: PublicationId; since?: Temporal.Instant }): AsyncIterable<MailEvent>;
}

// Posts

/** The ledger of social posts: one row per part (a thread has several), under the same discipline as the ledger of emails. */
export interface SocialLedger {
  /** The rows of one publication by part number; consistent. A part that was never claimed is absent. */
  parts(publication: PublicationId): Promise<Map<number, SocialDelivery>>;
  /** One conditional write. `refused`: the expectation did not hold, and nothing is written. */
  change(part: PostPart, change: SocialChange): Promise<'written' | 'refused'>;
}

/** Names one part of a publication, the same in every attempt. `at`: when the publication was due. */
export type PostKey = { publication: PublicationId; part: number; at: Temporal.Instant };

export type MediaUpload = { bytes: Uint8Array; type: string; alt: string };

/** A social account. After an unknown outcome `find` decides if the channel has it, and `recent` otherwise. */
export interface Channel {
  /** Posts one part in one call. A channel with `find` keeps the post under its key: a second call with that key makes no second post. */
  post(post: { key: PostKey; text: string; media: MediaUpload[]; inReplyTo?: string }): Promise<Outcome>;
  /** The id of the post with this key on the account; undefined when the account certainly has none. */
  find?(key: PostKey): Promise<string | undefined>;
  /** The account's own posts since `since`, newest first, with expanded links and unescaped text. */
  recent(since: Temporal.Instant): Promise<{ id: string; text: string; inReplyTo?: string }[]>;
}

/** `kind`: the ending of its file's name. Width and height in pixels. */
export type PreparedPicture = { kind: 'jpg' | 'png'; bytes: Uint8Array; width: number; height: number } | { fault: string };

export interface Pictures {
  /**
   * Makes of an uploaded picture what an email shows: upright, at most 1200 pixels wide and 200 KB, without what the camera wrote. `fault`:
   * why it cannot be shown, and what to do, as the end of a sentence that begins with "The picture".
   */
  prepare(bytes: Uint8Array): Promise<PreparedPicture>;
}

/** Draws pictures. */
export interface Cards {
  /** The picture of an event, 1200 by 675 pixels. Equal facts give equal bytes, so that a retry uploads the same picture. */
  event(card: EventCard): Promise<{ bytes: Uint8Array; type: 'image/png' }>;
}

// The pages

/** Signed tokens for links: opaque, and without an address in them. */
export interface Tokens {
  /**
   * A token that works until `until`, to the hour; without `until`, for ever, as the law requires of an unsubscribe link. `form`: the
   * sign-up form that a confirmation is for.
   */
  sign(purpose: TokenPurpose, subscriber: SubscriberId, until?: Temporal.Instant, form?: string): string;
  /** Undefined when the token is forged, damaged, or made for another purpose or another list. */
  verify(
    purpose: TokenPurpose,
    token: string,
    now: Temporal.Instant,
  ): { subscriber: SubscriberId; expired: boolean; form?: string } | undefined;
}

/** `fresh`: a preferences link that its reader has asked for just now. */
export type TokenPurpose = 'unsubscribe' | 'preferences' | 'fresh' | 'confirm' | 'undo' | 'challenge';

/** Rate counters against misuse of the public forms. They do not say who came. */
export interface RateCounters {
  /** Counts `what` once more. Returns the count, this one included, in the fixed window of `seconds` that contains `now`. */
  count(what: string, seconds: number, now: Temporal.Instant): Promise<number>;
  /** Returns the count in that window without counting. */
  counted(what: string, seconds: number, now: Temporal.Instant): Promise<number>;
  /** Counting begins again in that window. Idempotent. */
  forget(what: string, seconds: number, now: Temporal.Instant): Promise<void>;
}

/** Who did what on the desk. Entries are never deleted. */
export interface AuditLog {
  record(entry: AuditEntry): Promise<void>;
  /** A page of at most `limit` entries, newest first. `before`: the `next` of the previous page. The last page has no `next`. */
  page(before: string | undefined, limit: number): Promise<{ entries: AuditEntry[]; next?: string }>;
}

/** Who is let in to the desk, and for what. It is read with each request, so that who is let out is out at once. */
export interface Colleagues {
  /** Consistent. Undefined before the first change: everybody who can sign in then has every right. */
  read(): Promise<ColleagueList | undefined>;
  /** Stores the list with version + 1 if the stored version is still `version`; 0: if there is none. `stale`: nothing is written. */
  replace(list: ColleagueList): Promise<'replaced' | 'stale'>;
}

/** `invited`: they have an invitation with a password that they have not used yet. `closed`: they cannot sign in. */
export type Account = { address: string; state: 'invited' | 'open' | 'closed' };

/** The accounts at the issuer: who can sign in. What they may do on the desk is in `Colleagues`. */
export interface Accounts {
  all(): Promise<Account[]>;
  /** Opens an account and invites its owner by email; opens a closed one again. An invitation that was not used is sent anew. */
  open(address: string): Promise<void>;
  /** Closes an account, whose owner cannot sign in any more. Idempotent, also for an address without an account. */
  close(address: string): Promise<void>;
}

/** Who is signed in on the desk. A session is stored under the hash of its secret; only the browser has the secret. */
export interface Sessions {
  /** Opens a session. Returns its unguessable secret, which goes to that browser only. */
  begin(session: Session): Promise<string>;
  /** Consistent: a session that was ended a moment ago is not found. */
  find(secret: string): Promise<Session | undefined>;
  /** Stores the session's latest use. An ended session stays ended. */
  record(secret: string, session: Session): Promise<void>;
  /** Idempotent. */
  end(secret: string): Promise<void>;
  /** Ends the person's sessions in every browser. */
  endAll(person: string): Promise<void>;
  /** Ends the sessions that were last used before `since`. */
  endUnused(since: Temporal.Instant): Promise<void>;
}

/** The person who came back from the issuer. `signedIn`: when the issuer checked who they are. */
export type Identity = { person: string; email: string; signedIn: Temporal.Instant };

/** The identity provider: OpenID Connect, authorization code with PKCE. Its tokens stay inside the adapter. */
export interface Issuer {
  /** `url`: where to send the browser. `attempt`: the secret that it must bring back. The issuer asks every time who the person is. */
  begin(): { url: string; attempt: string };
  /** Checks what the browser brought back. Undefined when any part is wrong. Throws when the issuer cannot be asked. */
  finish(back: { attempt: string; state: string; code: string; now: Temporal.Instant }): Promise<Identity | undefined>;
  /** Signs a browser out of the issuer, which sends it back to `/desk/signed-out`. */
  signOutUrl: URL;
}

// The doctor

/** What the doctor found last. */
export interface Examinations {
  /** The newest; undefined before the first, and after one of another release that this one cannot read. */
  read(): Promise<Examination | undefined>;
  /** Last writer wins. */
  record(examination: Examination): Promise<void>;
}

/** The canary to our own mailbox. There is one at a time. */
export interface CanaryReturns {
  /** Consistent. Undefined before the first. */
  read(): Promise<CanaryReturn | undefined>;
  /** The newest canary has this word. What came back before stays. Last writer wins. */
  recordSent(word: string, sent: Temporal.Instant): Promise<void>;
  /** What was said of the canary with this word. `unknown`: the newest one has another word, and nothing is recorded. Idempotent. */
  recordBack(word: string, back: { at: Temporal.Instant } & MailVerdicts): Promise<'recorded' | 'unknown'>;
}

/** Looks at name servers, AWS and the social accounts, and changes nothing there. */
export interface Probes {
  /** Never throws: what cannot be found out has its reason. */
  look(): Promise<OutsideFindings>;
}

// Other sites

export const LINK_STATES = ['there', 'dead', 'unknown'] as const;

/** What another site said of a page. `dead`: it is not there, or no site has that name. `unknown`: nobody can tell, so nothing is said. */
export type LinkState = (typeof LINK_STATES)[number];

/** Other sites, asked whether they have the pages that a draft links to. Whoever asks them may not read people's details. */
export interface LinkChecker {
  /**
   * Asks for the first twenty of these addresses that have at most 2,000 characters; of the others it says nothing. It never throws, and
   * answers within some seconds: what took longer is `unknown`.
   */
  check(urls: readonly string[]): Promise<ReadonlyMap<string, LinkState>>;
}

/** `at`: where it was after all redirects. `type`: what the site says that it is. `fault`: why there is nothing, and what to do. */
export type Fetched = { bytes: Uint8Array; type: string; at: string } | { fault: string };

/** Other sites, whose files are fetched: feeds, and the pictures of their stories. Whoever asks them may not read people's details. */
export interface Outside {
  /** Gets a file of at most 4 MB from an address of the public internet. It never throws, and answers within ten seconds. */
  fetch(address: string): Promise<Fetched>;
}

/** What asks other sites for the desk; absent where nothing may. */
export type OtherSites = { links?: LinkChecker; outside?: Outside };

// The queue and the machine

/** One chunk to send. `fresh`: first enqueued, so the chunk is expected to have no claims; a hint that only saves a read. */
export type SendJob = { publication: PublicationId; chunk: number; at: Temporal.Instant; fresh?: boolean };

/**
 * A mail to the provider's simulator, from our sender's address: when its event comes back, events do reach us. `word`: to our own mailbox
 * instead, with this word, by which the canary is known when it arrives there.
 */
export type CanaryJob = { canary: Temporal.Instant; from: string; word?: string };

/** One transactional email to send. It holds no text and no address, so that a forged job can mail nothing else. */
export type TransactionalJob = { email: TransactionalKey; at: Temporal.Instant };

/** One test email to send. It holds no text and no address. */
export type TestEmailJob = { test: TestEmailId };

/** One social publication to post. */
export type PostJob = { publication: PublicationId; at: Temporal.Instant };

/**
 * Job queue. A message may be lost, duplicated or delayed: work is then late, never wrong. The sweep enqueues sends and posts again, and
 * a new request enqueues a transactional email again. Each method throws when a job was not taken, so that the tick is repeated.
 */
export interface JobQueue {
  enqueueSend(jobs: SendJob[]): Promise<void>;
  enqueuePost(jobs: PostJob[]): Promise<void>;
  enqueueCanary(job: CanaryJob): Promise<void>;
  /** `later`: delivered about 15 minutes from now. */
  enqueueTransactional(job: TransactionalJob, later?: 'later'): Promise<void>;
  enqueueTest(job: TestEmailJob): Promise<void>;
}

/** Clock and chance, which a step must not take from the machine directly. */
export interface Machine {
  /** Milliseconds on a monotonic clock: for durations, never for the time of day. */
  elapsedMs(): number;
  /** Returns after `ms` milliseconds. */
  wait(ms: number): Promise<void>;
  /** A unique random string: 16 characters of `0-9a-z`. */
  nonce(): string;
}

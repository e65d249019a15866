import { Temporal } from 'temporal-polyfill';
import { wasmPictures } from '#adapters/picture/pictures';
import type { MailTag } from '#core/delivery/mail-tag';
import type { Outcome } from '#core/delivery/outcome';
import { wholeMessage } from '#core/mime/mail-message';
import type { Subscriber, SubscriberId } from '#core/subscriber/subscriber';
import { isBefore } from '#core/time/compare';
import { memoryAudit } from '#local/memory/audit';
import { memoryBluesky } from '#local/memory/bluesky';
import { memoryBounces } from '#local/memory/bounces';
import { memoryCanary } from '#local/memory/canary';
import { memoryCanaryReturns } from '#local/memory/canary-returns';
import { memoryColleagues } from '#local/memory/colleagues';
import { memoryContent } from '#local/memory/content';
import { memoryDrafts } from '#local/memory/drafts';
import { memoryCards } from '#local/memory/event-card';
import { memoryExaminations } from '#local/memory/examinations';
import { memoryFeedWatch } from '#local/memory/feed-watch';
import { memoryImportFiles, memoryImports } from '#local/memory/imports';
import { memoryLedger } from '#local/memory/ledger';
import { memorySocialLedger } from '#local/memory/post-ledger';
import { memoryPublications } from '#local/memory/publications';
import { memoryRulesHistory } from '#local/memory/rules-history';
import { memorySealedTexts } from '#local/memory/sealed-texts';
import { memorySendContext } from '#local/memory/send-context';
import {
  memoryPendingUnsubscribes,
  memoryPeople,
  memoryRateCounters,
  memorySignups,
  memoryTransactionalEmails,
} from '#local/memory/subscribers';
import { memorySwitches } from '#local/memory/switches';
import { memoryTestEmails } from '#local/memory/test-emails';
import { memoryUploads } from '#local/memory/uploads';
import type { CanaryJob, Channel, Mailer, MediaUpload, PostJob, SendJob, TestEmailJob, Tokens, TransactionalJob, World } from '#ports';

export type KeptMail = { receipt: string; to: string; message: Uint8Array; tag: MailTag };
export type KeptPost = { id: string; at: Temporal.Instant; text: string; media: MediaUpload[]; inReplyTo?: string };

export type MemoryOptions = {
  /** The editor's files by path, as text or bytes: `newsroom.yaml`, `posts/a.md`, `images/a.png`. */
  files?: Record<string, string | Uint8Array>;
  subscribers?: Subscriber[];
  /** Decides the outcome of a mail, which is otherwise accepted. Only accepted mails are kept. `count` is 1 for the first call. */
  mailOutcome?: (mail: { to: string; message: Uint8Array; tag: MailTag }, count: number) => Outcome;
  postOutcome?: (post: { text: string }, count: number) => Outcome;
};

/** A whole world in memory: exact and deterministic. Beside it is what would be visible outside: mails, posts and queued jobs. */
export type MemoryWorld = {
  world: World;
  /** The editor's files. A change of the map is an edit. */
  files: Map<string, Uint8Array>;
  /** Uploaded files by their ids. */
  uploads: Map<string, Uint8Array>;
  /** Mails accepted, in order. */
  mails: KeptMail[];
  /** Posts on the X account, in order. */
  posts: KeptPost[];
  /** Posts on the Bluesky account, in order. */
  blueskyPosts: KeptPost[];
  /** Jobs that are queued and not yet handled, oldest first. `later`: transactional jobs that were queued with a delay. */
  enqueued: {
    send: SendJob[];
    post: PostJob[];
    canary: CanaryJob[];
    transactional: TransactionalJob[];
    later: TransactionalJob[];
    tests: TestEmailJob[];
  };
  /** `now` dates the posts; `elapsedMs` is the machine's stopwatch, which `wait` moves. Otherwise both move only when set. */
  time: { now: Temporal.Instant; elapsedMs: number };
};

export function openMemoryWorld(options: MemoryOptions = {}): MemoryWorld {
  const encoder = new TextEncoder();
  const files = new Map(
    Object.entries(options.files ?? {}).map(([file, content]) => [file, typeof content === 'string' ? encoder.encode(content) : content]),
  );
  const uploads = new Map<string, Uint8Array>();
  const mails: KeptMail[] = [];
  const posts: KeptPost[] = [];
  const blueskyPosts: KeptPost[] = [];
  const enqueued: MemoryWorld['enqueued'] = { send: [], post: [], canary: [], transactional: [], later: [], tests: [] };
  const time = { now: Temporal.Instant.from('2019-09-09T00:00:00Z'), elapsedMs: 0 };
  let nonces = 0;
  const kept = { publications: memoryPublications(), switches: memorySwitches(), ledger: memoryLedger() };
  const world: World = {
    ...kept,
    sendContext: memorySendContext(kept),
    content: memoryContent(files),
    uploads: memoryUploads(uploads),
    drafts: memoryDrafts(),
    feedWatch: memoryFeedWatch(),
    rulesHistory: memoryRulesHistory(),
    ...memoryPeople(options.subscribers ?? []),
    pendingUnsubscribes: memoryPendingUnsubscribes(),
    signups: memorySignups(),
    transactional: memoryTransactionalEmails(),
    testEmails: memoryTestEmails(),
    bounces: memoryBounces(),
    rateCounters: memoryRateCounters(),
    imports: memoryImports(),
    importFiles: memoryImportFiles(),
    audit: memoryAudit(),
    colleagues: memoryColleagues(),
    examinations: memoryExaminations(),
    canaryReturns: memoryCanaryReturns(),
    canary: memoryCanary(),
    texts: memorySealedTexts(),
    jobQueue: {
      enqueueSend: async (jobs) => void enqueued.send.push(...jobs),
      enqueuePost: async (jobs) => void enqueued.post.push(...jobs),
      enqueueCanary: async (job) => void enqueued.canary.push(job),
      enqueueTransactional: async (job, later) => void enqueued[later ?? 'transactional'].push(job),
      enqueueTest: async (job) => void enqueued.tests.push(job),
    },
    mailer: keepingMailer(mails, options.mailOutcome),
    social: { x: keepingChannel(posts, time, options.postOutcome), bluesky: memoryBluesky(blueskyPosts, time) },
    cards: memoryCards(),
    pictures: wasmPictures(),
    socialLedger: memorySocialLedger(),
    tokens: readableTokens,
    machine: {
      elapsedMs: () => time.elapsedMs,
      wait: async (milliseconds) => {
        time.elapsedMs += milliseconds;
      },
      nonce: () => (nonces++).toString(36).padStart(16, '0'),
    },
  };
  return { world, files, uploads, mails, posts, blueskyPosts, enqueued, time };
}

function keepingMailer(mails: KeptMail[], decide: MemoryOptions['mailOutcome']): Mailer {
  let calls = 0;
  return {
    send: async ({ message, ...given }) => {
      const mail = { ...given, message: wholeMessage(message) };
      calls += 1;
      const outcome = decide?.(mail, calls) ?? { kind: 'accepted', receipt: `m-${calls}` };
      if (outcome.kind === 'accepted') mails.push({ receipt: outcome.receipt, to: mail.to, message: mail.message, tag: mail.tag });
      return outcome;
    },
    perSecond: async () => undefined,
  };
}

function keepingChannel(posts: KeptPost[], time: { now: Temporal.Instant }, decide: MemoryOptions['postOutcome']): Channel {
  let calls = 0;
  return {
    post: async ({ key: _, ...post }) => {
      calls += 1;
      // X refuses a text that is on the account already. The outcome is unknown: it may be this post, whose first response was lost.
      if (posts.some(({ text }) => text === post.text)) return { kind: 'unknown', why: 'X holds a post with this very text' };
      const outcome = decide?.(post, calls) ?? { kind: 'accepted', receipt: `x-${calls}` };
      if (outcome.kind === 'accepted') posts.push({ ...post, id: outcome.receipt, at: time.now });
      return outcome;
    },
    recent: async (since) =>
      posts
        .filter(({ at }) => !isBefore(at, since))
        .toReversed()
        .map(({ id, text, inReplyTo }) => (inReplyTo === undefined ? { id, text } : { id, text, inReplyTo })),
  };
}

/** Readable tokens, so that a test can see whose link it has: `u.<id>.`, `p.<id>.<end>`. */
const readableTokens: Tokens = {
  sign: (purpose, subscriber, until, form) =>
    [PURPOSE_CODES[purpose], subscriber, until?.epochMilliseconds ?? '', ...(form === undefined ? [] : [form])].join('.'),
  verify: (purpose, token, now) => {
    const [purposeCode, id, end, form] = token.split('.');
    if (purposeCode !== PURPOSE_CODES[purpose] || !id) return undefined;
    // biome-ignore lint/plugin/no-cast: what `sign` wrote was an id.
    const subscriber = id as SubscriberId;
    return { subscriber, expired: end !== '' && now.epochMilliseconds > Number(end), ...(form === undefined ? {} : { form }) };
  },
};
const PURPOSE_CODES = { unsubscribe: 'u', preferences: 'p', fresh: 'f', confirm: 'c', undo: 'b', challenge: 'q' };

// Says for each port where it stores its data, and which AWS calls each of its methods makes. It is the only source: the adapters take
// their tables and partitions from it, and the stack its permissions. This file is only data, because the stack imports it.
import type { Config, DoctorConfig } from '#config';
import type { Accounts, Channel, EventArchive, LinkChecker, Outside, Probes, SendingSwitch, Sessions, World } from '#ports';

/** The items of a table under this partition key. A key that ends in `#` means all keys that begin with it. */
export type Partition = { table: keyof Config['tables']; key: string };
/** One object of a bucket, or all objects below a path that ends in `/`. */
export type Folder = { bucket: 'content' | 'imports' | 'archive'; path: string };
export type Queue = { queue: keyof Config['queues'] };
export type Secret = { secret: keyof Config['secrets'] };
/** The user pool of the people of the desk. */
export type UserPool = { userPool: 'desk' };
export type CalledFunction = { function: 'checkLinks' | 'fetchOutside' };
/** `our mail`: from our domain with our configuration set. `the account`: what SES says about the whole account. */
export type Mail = { ses: 'our mail' | 'our domain' | 'our configuration set' | 'the account' };
/** Parts of the stack of which the doctor reads the settings, and no content. */
export type Examined =
  | { settingsOf: keyof Config['tables'] }
  | { deadLetters: keyof DoctorConfig['deadLetters'] }
  | { topic: 'alarms' }
  | { certificate: 'site' }
  | { lambda: 'the account' };

export type Place = Partition | Folder | Queue | Secret | UserPool | CalledFunction | Mail | Examined;
export type TableAction = 'GetItem' | 'BatchGetItem' | 'Query' | 'PutItem' | 'UpdateItem' | 'DeleteItem';
type BucketAction = 'ListBucket' | 'GetObject' | 'PutObject' | 'DeleteObject';

/** The IAM actions that one method needs, and the places where it needs each. */
export type Calls = Partial<
  Record<TableAction, readonly Partition[]> &
    Record<BucketAction, readonly Folder[]> &
    Record<'SendMessage', readonly Queue[]> &
    Record<'GetSecretValue' | 'DescribeSecret', readonly Secret[]> &
    Record<'DescribeContinuousBackups' | 'DescribeTimeToLive', readonly Extract<Examined, { settingsOf: unknown }>[]> &
    Record<'GetQueueAttributes', readonly Extract<Examined, { deadLetters: unknown }>[]> &
    Record<'ListSubscriptionsByTopic', readonly Extract<Examined, { topic: unknown }>[]> &
    Record<'DescribeCertificate', readonly Extract<Examined, { certificate: unknown }>[]> &
    Record<'GetAccountSettings', readonly Extract<Examined, { lambda: unknown }>[]> &
    Record<'ListUsers' | 'GetUserPoolMfaConfig' | 'AdminCreateUser' | 'AdminEnableUser' | 'AdminDisableUser', readonly UserPool[]> &
    Record<'InvokeFunction', readonly CalledFunction[]> &
    Record<'SendRawEmail' | 'GetSendQuota' | 'UpdateConfigurationSetSendingEnabled', readonly Mail[]> &
    Record<'GetAccount' | 'GetEmailIdentity' | 'GetConfigurationSet' | 'GetConfigurationSetEventDestinations', readonly Mail[]> &
    Record<'DescribeActiveReceiptRuleSet', readonly Mail[]>
>;

/** No partition is in two tables. Stored keys do not change, so some are older than the names here (`SIGHTING`, `HEAD#`, `LETTERS`). */
export const partitions = {
  storiesSeen: { table: 'publications', key: 'SIGHTING' },
  publications: { table: 'publications', key: 'PUBLICATION' },
  // Which of these two are about to be written.
  announced: { table: 'publications', key: 'ANNOUNCED' },
  progress: { table: 'publications', key: 'SETTLED' },
  retentionRun: { table: 'publications', key: 'ROUND' },
  morningSummary: { table: 'publications', key: 'MORNING' },
  peopleMonths: { table: 'publications', key: 'PEOPLE' },
  certificates: { table: 'publications', key: 'CERTIFICATE' },
  // Those that do not add up: so few that each page of the desk may read them.
  discrepancies: { table: 'publications', key: 'DISCREPANCY' },
  tickLease: { table: 'publications', key: 'LEASE' },

  audienceChunks: { table: 'ledger', key: 'HEAD#' },
  groups: { table: 'ledger', key: 'L#' },
  duplicates: { table: 'ledger', key: 'DUP#' },
  canary: { table: 'ledger', key: 'CANARY' },
  canaryReturns: { table: 'ledger', key: 'RETURN' },
  texts: { table: 'ledger', key: 'SEALED#' },
  posts: { table: 'ledger', key: 'SOCIAL#' },

  subscribers: { table: 'subscribers', key: 'SUB#' },
  // Whose choices or words are about to change, or have changed lately, and the counts and word lists that do not know it yet.
  choiceChanges: { table: 'subscribers', key: 'CHANGES' },
  choiceCounts: { table: 'subscribers', key: 'COUNTS' },
  wordLists: { table: 'subscribers', key: 'WORDS#' },
  signups: { table: 'subscribers', key: 'SIGNUPS' },
  transactional: { table: 'subscribers', key: 'LETTERS' },
  bounces: { table: 'subscribers', key: 'BOUNCES' },
  imports: { table: 'subscribers', key: 'IMPORTS' },
  rateCounters: { table: 'subscribers', key: 'BUDGET#' },

  suppressions: { table: 'suppressions', key: 'SUP#' },
  pendingUnsubscribes: { table: 'suppressions', key: 'DEPARTURES' },

  switches: { table: 'switches', key: 'SWITCH' },
  // Separate from the pauses, which send and post may write too. Only the desk may write approvals and cancellations.
  decisions: { table: 'switches', key: 'DECISION' },

  overrides: { table: 'switches', key: 'OVERRIDE' },

  colleagues: { table: 'desk', key: 'COLLEAGUES' },
  sessions: { table: 'desk', key: 'SESSIONS' },
  audit: { table: 'desk', key: 'AUDIT' },
  testEmails: { table: 'desk', key: 'TESTS' },
  drafts: { table: 'desk', key: 'DRAFT#' },
  draftHeads: { table: 'desk', key: 'DRAFTS' },
  feedWatch: { table: 'desk', key: 'FEED' },
  rulesHistory: { table: 'desk', key: 'RULES' },
  examinations: { table: 'desk', key: 'DOCTOR' },
} as const satisfies Record<string, Partition>;

export const folders = {
  content: { bucket: 'content', path: '' },
  rules: { bucket: 'content', path: 'newsroom.yaml' },
  posts: { bucket: 'content', path: 'posts/' },
  events: { bucket: 'content', path: 'events/' },
  messages: { bucket: 'content', path: 'messages/' },
  images: { bucket: 'content', path: 'images/' },
  /** What `npm run upload` has uploaded last, so that every folder that is uploaded finds it. Nothing reads it as content. */
  uploadRecord: { bucket: 'content', path: '.last-synced.json' },
  imports: { bucket: 'imports', path: 'imports/' },
  uploads: { bucket: 'imports', path: 'uploads/' },
  mailEvents: { bucket: 'archive', path: 'events/' },
} as const satisfies Record<string, Folder>;

const {
  storiesSeen,
  publications,
  announced,
  progress,
  retentionRun,
  morningSummary,
  peopleMonths,
  certificates,
  discrepancies,
  tickLease,
  audienceChunks,
  groups,
  duplicates,
  canary,
  canaryReturns,
  texts,
  posts,
} = partitions;
const {
  subscribers,
  choiceChanges,
  choiceCounts,
  wordLists,
  signups,
  transactional,
  bounces,
  imports,
  rateCounters,
  suppressions,
  pendingUnsubscribes,
  switches,
  decisions,
  overrides,
  colleagues,
  sessions,
  audit,
  testEmails,
  drafts,
  draftHeads,
  feedWatch,
  rulesHistory,
  examinations,
} = partitions;
const toSend = { queue: 'send' } as const;
const toPost = { queue: 'post' } as const;
const keysOfAccounts = { secret: 'x' } as const;
const deskUsers = { userPool: 'desk' } as const;
const keysOfTokens = { secret: 'tokens' } as const;
const settings = (['publications', 'ledger', 'subscribers', 'suppressions', 'switches', 'desk'] as const).map((settingsOf) => ({
  settingsOf,
}));
const deadLetters = (['send', 'post', 'events', 'unsubscribe'] as const).map((queue) => ({ deadLetters: queue }));

/** The ports whose methods call AWS. `Machine`, `Cards` and `Pictures` call nothing; an `Issuer` is called by plain HTTP. */
type Ports = Omit<World, 'machine' | 'cards' | 'pictures' | 'social'> & {
  social: Channel;
  eventArchive: EventArchive;
  sessions: Sessions;
  accounts: Accounts;
  linkChecker: LinkChecker;
  outside: Outside;
  sendingSwitch: SendingSwitch;
  probes: Probes;
};
type Stores = { [P in keyof Ports]: { [M in keyof Required<Ports[P]>]: Calls } };

export const stores = {
  // Content, drafts, publications, decisions and sealed texts
  content: {
    read: { ListBucket: [folders.content], GetObject: [folders.rules, folders.posts, folders.events, folders.messages, folders.images] },
    // Without the right to list, S3 answers "access denied" for an object that does not exist.
    image: { GetObject: [folders.images], ListBucket: [folders.content] },
    // A condition on the version needs the right to read. After a refused write it reads whether an earlier try has written the file.
    save: {
      PutObject: [folders.rules, folders.posts, folders.events, folders.messages],
      GetObject: [folders.rules, folders.posts, folders.events, folders.messages],
      ListBucket: [folders.content],
    },
    // The same for a deletion. In a versioned bucket it keeps the earlier versions.
    remove: {
      DeleteObject: [folders.posts, folders.events, folders.messages],
      GetObject: [folders.posts, folders.events, folders.messages],
      ListBucket: [folders.content],
    },
    // A condition needs the right to read.
    addImage: { PutObject: [folders.images], GetObject: [folders.images] },
  },
  uploads: {
    // Nothing is called: the form is signed with the function's own right, which a browser then uses.
    form: { PutObject: [folders.uploads] },
    read: { GetObject: [folders.uploads], ListBucket: [folders.uploads] },
    put: { PutObject: [folders.uploads] },
    remove: { DeleteObject: [folders.uploads] },
  },
  drafts: {
    save: { PutItem: [drafts, draftHeads], GetItem: [drafts] },
    newest: { Query: [drafts] },
    find: { GetItem: [drafts] },
    versions: { Query: [drafts] },
    all: { Query: [draftHeads, drafts] },
    remove: { Query: [drafts], DeleteItem: [drafts, draftHeads] },
  },
  rulesHistory: {
    add: { PutItem: [rulesHistory] },
    find: { GetItem: [rulesHistory] },
    page: { Query: [rulesHistory] },
  },
  feedWatch: { read: { GetItem: [feedWatch] }, replace: { PutItem: [feedWatch] } },
  publications: {
    takeLease: { PutItem: [tickLease], GetItem: [tickLease] },
    endLease: { PutItem: [tickLease] },
    // A reading is of both, and a write is announced first (functions/adapters/remembered-publications.ts).
    storiesSeen: { GetItem: [announced], Query: [storiesSeen, publications], BatchGetItem: [storiesSeen, publications] },
    recordStorySeen: { UpdateItem: [announced], PutItem: [storiesSeen] },
    progress: { GetItem: [progress] },
    recordProgress: { PutItem: [progress] },
    morningSummary: { GetItem: [morningSummary] },
    recordMorningSummary: { PutItem: [morningSummary] },
    retentionRun: { GetItem: [retentionRun] },
    recordRetentionRun: { PutItem: [retentionRun] },
    peopleMonths: { Query: [peopleMonths] },
    keepPeopleMonth: { PutItem: [peopleMonths] },
    certificate: { GetItem: [certificates] },
    keepCertificate: { PutItem: [certificates, discrepancies] },
    discrepancies: { Query: [discrepancies] },
    all: { GetItem: [announced], Query: [publications, storiesSeen], BatchGetItem: [publications, storiesSeen] },
    find: { GetItem: [publications] },
    add: { UpdateItem: [announced], PutItem: [publications] },
    replace: { UpdateItem: [announced], PutItem: [publications] },
  },
  switches: {
    read: { BatchGetItem: [switches, decisions] },
    pause: { PutItem: [switches] },
    resume: { DeleteItem: [switches] },
    approve: { PutItem: [decisions] },
    cancel: { PutItem: [decisions] },
    uncancel: { DeleteItem: [decisions] },
    overrides: { Query: [overrides] },
    setOverride: { PutItem: [overrides] },
  },
  texts: {
    put: { GetItem: [texts], PutItem: [texts] },
    get: { Query: [texts] },
    remove: { Query: [texts], DeleteItem: [texts] },
  },

  // People
  subscribers: {
    page: { Query: [subscribers] },
    find: { GetItem: [subscribers] },
    // A change of choices or words is noted first (functions/adapters/counted-subscribers.ts).
    save: { GetItem: [subscribers], UpdateItem: [choiceChanges], PutItem: [subscribers] },
    unsubscribe: { GetItem: [subscribers], UpdateItem: [choiceChanges, subscribers] },
    markAs: { GetItem: [subscribers], UpdateItem: [choiceChanges, subscribers] },
    remove: { GetItem: [subscribers], UpdateItem: [choiceChanges, wordLists], DeleteItem: [subscribers] },
    alike: { Query: [choiceChanges, choiceCounts, subscribers], BatchGetItem: [subscribers] },
    keepCounts: {
      Query: [choiceChanges, choiceCounts, wordLists, subscribers],
      BatchGetItem: [subscribers],
      PutItem: [choiceCounts, wordLists],
      DeleteItem: [choiceChanges],
    },
    outline: { Query: [subscribers] },
    search: { Query: [choiceChanges, choiceCounts, wordLists, subscribers], BatchGetItem: [wordLists, subscribers] },
    readForSending: { BatchGetItem: [subscribers, suppressions] },
    idOf: { GetSecretValue: [keysOfTokens] },
  },
  suppressions: {
    add: { GetItem: [suppressions], PutItem: [suppressions] },
    reopen: { GetItem: [suppressions], PutItem: [suppressions] },
    has: { GetItem: [suppressions] },
    log: { GetItem: [suppressions] },
  },
  pendingUnsubscribes: {
    record: { PutItem: [pendingUnsubscribes] },
    open: { Query: [pendingUnsubscribes] },
    markInBurst: { PutItem: [pendingUnsubscribes] },
    close: { DeleteItem: [pendingUnsubscribes] },
  },
  signups: {
    to: { Query: [signups] },
    find: { GetItem: [signups] },
    put: { PutItem: [signups] },
    remove: { DeleteItem: [signups] },
    olderThan: { Query: [signups] },
  },
  transactional: {
    add: { PutItem: [transactional] },
    to: { Query: [transactional] },
    all: { Query: [transactional] },
    change: { UpdateItem: [transactional] },
    remove: { DeleteItem: [transactional] },
    removeAllTo: { Query: [transactional], DeleteItem: [transactional] },
  },
  bounces: {
    record: { UpdateItem: [bounces] },
    delivered: { Query: [bounces], UpdateItem: [bounces] },
    all: { Query: [bounces] },
    remove: { DeleteItem: [bounces] },
  },
  imports: {
    add: { PutItem: [imports] },
    find: { GetItem: [imports] },
    latest: { Query: [imports] },
    replace: { PutItem: [imports] },
  },
  importFiles: {
    put: { PutObject: [folders.imports] },
    read: { GetObject: [folders.imports], ListBucket: [folders.imports] },
    remove: { ListBucket: [folders.imports], DeleteObject: [folders.imports] },
  },

  // Emails
  ledger: {
    chunk: { GetItem: [audienceChunks] },
    newestChunk: { Query: [audienceChunks] },
    openChunks: { Query: [audienceChunks] },
    addChunk: { PutItem: [audienceChunks] },
    closeChunk: { UpdateItem: [audienceChunks] },
    group: { GetItem: [groups] },
    groups: { Query: [groups] },
    change: { UpdateItem: [groups] },
    recordDuplicate: { PutItem: [duplicates] },
    duplicates: { Query: [duplicates] },
    removeChunk: { Query: [groups], DeleteItem: [groups, audienceChunks] },
    removeDuplicates: { Query: [duplicates], DeleteItem: [duplicates] },
  },
  sendContext: { read: { BatchGetItem: [publications, audienceChunks, switches, decisions] } },
  testEmails: {
    add: { PutItem: [testEmails] },
    find: { GetItem: [testEmails] },
    change: { UpdateItem: [testEmails] },
    all: { Query: [testEmails] },
    remove: { DeleteItem: [testEmails] },
  },
  mailer: { send: { SendRawEmail: [{ ses: 'our mail' }] }, perSecond: { GetSendQuota: [{ ses: 'the account' }] } },
  canary: { proof: { Query: [canary] }, recordSent: { PutItem: [canary] }, recordBack: { PutItem: [canary] } },
  sendingSwitch: {
    off: { UpdateConfigurationSetSendingEnabled: [{ ses: 'our configuration set' }] },
    on: { UpdateConfigurationSetSendingEnabled: [{ ses: 'our configuration set' }] },
  },
  eventArchive: { events: { ListBucket: [folders.mailEvents], GetObject: [folders.mailEvents] } },

  // Posts
  socialLedger: { parts: { Query: [posts] }, change: { PutItem: [posts] } },
  // The same calls for every social account: one secret holds the keys of all.
  social: {
    post: { GetSecretValue: [keysOfAccounts] },
    find: { GetSecretValue: [keysOfAccounts] },
    recent: { GetSecretValue: [keysOfAccounts] },
  },

  // The pages
  tokens: { sign: { GetSecretValue: [keysOfTokens] }, verify: { GetSecretValue: [keysOfTokens] } },
  rateCounters: { count: { UpdateItem: [rateCounters] }, counted: { GetItem: [rateCounters] }, forget: { DeleteItem: [rateCounters] } },
  audit: { record: { PutItem: [audit] }, page: { Query: [audit] } },
  colleagues: { read: { GetItem: [colleagues] }, replace: { PutItem: [colleagues] } },
  // An address that has an account already is opened again.
  accounts: {
    all: { ListUsers: [deskUsers] },
    open: { AdminCreateUser: [deskUsers], AdminEnableUser: [deskUsers] },
    close: { AdminDisableUser: [deskUsers] },
  },
  sessions: {
    begin: { PutItem: [sessions] },
    find: { GetItem: [sessions] },
    record: { PutItem: [sessions] },
    end: { DeleteItem: [sessions] },
    endAll: { Query: [sessions], DeleteItem: [sessions] },
    endUnused: { Query: [sessions], DeleteItem: [sessions] },
  },

  canaryReturns: {
    read: { GetItem: [canaryReturns] },
    recordSent: { UpdateItem: [canaryReturns] },
    recordBack: { UpdateItem: [canaryReturns] },
  },
  examinations: { read: { GetItem: [examinations] }, record: { PutItem: [examinations] } },

  // It reads settings, how many messages wait, and who is let in; of people's details nothing. The keys of the social accounts it reads to
  // ask X and Bluesky who we are. The keys of readers' links it never reads.
  probes: {
    look: {
      GetAccount: [{ ses: 'the account' }],
      GetEmailIdentity: [{ ses: 'our domain' }],
      GetConfigurationSet: [{ ses: 'our configuration set' }],
      GetConfigurationSetEventDestinations: [{ ses: 'our configuration set' }],
      DescribeActiveReceiptRuleSet: [{ ses: 'the account' }],
      GetAccountSettings: [{ lambda: 'the account' }],
      DescribeCertificate: [{ certificate: 'site' }],
      ListSubscriptionsByTopic: [{ topic: 'alarms' }],
      GetQueueAttributes: deadLetters,
      DescribeContinuousBackups: settings,
      DescribeTimeToLive: settings,
      DescribeSecret: [keysOfTokens],
      GetSecretValue: [keysOfAccounts],
      ListUsers: [deskUsers],
      GetUserPoolMfaConfig: [deskUsers],
    },
  },

  // Other sites, which only these functions ask
  linkChecker: { check: { InvokeFunction: [{ function: 'checkLinks' }] } },
  outside: { fetch: { InvokeFunction: [{ function: 'fetchOutside' }] } },

  // The queue
  jobQueue: {
    enqueueSend: { SendMessage: [toSend] },
    enqueuePost: { SendMessage: [toPost] },
    enqueueCanary: { SendMessage: [toSend] },
    enqueueTransactional: { SendMessage: [toSend] },
    enqueueTest: { SendMessage: [toSend] },
  },
} as const satisfies Stores;

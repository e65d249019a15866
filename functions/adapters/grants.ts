// The methods of ports that each function may use: those that its code can reach, and no others. The stack takes the permissions from
// this list, and the worlds their ports. tests/access compares it with the code, and with the requests of a newsroom in more than a year
// of scenes.
import type { stores } from '#adapters/stores';

type Stores = typeof stores;

/** Some methods of one port. */
export type Grant<P extends keyof Stores = keyof Stores> = { port: P; methods: readonly string[] };

/** Allows a function these methods of the port, and so the AWS calls that they need: `mayUse('transactional', 'change')`. */
function mayUse<P extends keyof Stores>(port: P, ...methods: (keyof Stores[P] & string)[]): Grant<P> {
  return { port, methods };
}

export const grants = {
  tick: [
    // One tick works at a time.
    mayUse('publications', 'takeLease', 'endLease'),
    // It plans from the content and the records.
    mayUse('content', 'read', 'image'),
    mayUse('publications', 'storiesSeen', 'recordStorySeen', 'progress', 'recordProgress', 'all', 'add', 'replace'),
    mayUse('switches', 'read', 'overrides'),
    // For the morning summary it asks which stories were deleted on the desk.
    mayUse('drafts', 'all'),
    // It seals the audience of a publication, with each member's mail.
    mayUse('texts', 'put', 'get', 'remove'),
    mayUse('ledger', 'chunk', 'newestChunk', 'openChunks', 'addChunk', 'closeChunk', 'groups', 'change'),
    mayUse('subscribers', 'page', 'readForSending'),
    // It keeps the counts of who has chosen alike, and counts audiences by them.
    mayUse('subscribers', 'alike', 'keepCounts'),
    mayUse('jobQueue', 'enqueueSend', 'enqueuePost', 'enqueueCanary', 'enqueueTransactional'),
    // It sweeps emails and posts.
    mayUse('canary', 'proof', 'recordSent'),
    mayUse('socialLedger', 'parts', 'change'),
    // It requests the morning summary, which is a transactional email.
    mayUse('publications', 'morningSummary', 'recordMorningSummary', 'discrepancies'),
    mayUse('transactional', 'add', 'to'),
    mayUse('examinations', 'read'),
    // It settles pending unsubscribes.
    mayUse('pendingUnsubscribes', 'open', 'markInBurst', 'close'),
    mayUse('suppressions', 'add', 'has', 'log'),
    mayUse('subscribers', 'find', 'unsubscribe'),
    // It imports lists, and deletes them a week later.
    mayUse('imports', 'latest', 'replace'),
    mayUse('importFiles', 'put', 'read', 'remove'),
    mayUse('subscribers', 'save'),
    // It runs the daily retention, which also stops mailing addresses at the soft-bounce limit.
    mayUse('publications', 'retentionRun', 'recordRetentionRun', 'peopleMonths', 'keepPeopleMonth'),
    mayUse('ledger', 'duplicates', 'removeChunk', 'removeDuplicates'),
    mayUse('signups', 'olderThan', 'remove'),
    mayUse('testEmails', 'all', 'remove'),
    mayUse('transactional', 'all', 'remove'),
    mayUse('bounces', 'all', 'remove'),
    mayUse('subscribers', 'markAs', 'remove'),
    mayUse('drafts', 'remove'),
  ],
  send: [
    // It reads the publication, the pauses and the reader again before each call.
    mayUse('sendContext', 'read'),
    mayUse('publications', 'progress', 'morningSummary'),
    mayUse('switches', 'read'),
    mayUse('texts', 'get'),
    mayUse('subscribers', 'find', 'readForSending'),
    mayUse('suppressions', 'has'),
    mayUse('signups', 'find'),
    mayUse('tokens', 'sign'),
    // It writes the claim before each call, and the outcome after it.
    mayUse('ledger', 'group', 'groups', 'change', 'recordDuplicate'),
    mayUse('transactional', 'to', 'change'),
    // It sends test emails to the team, which only the desk can ask for.
    mayUse('testEmails', 'find', 'change'),
    // It counts the confirmation emails to a mailbox.
    mayUse('rateCounters', 'count'),
    mayUse('mailer', 'send', 'perSecond'),
    // It pauses the channel when SES refuses everything until a person acts.
    mayUse('switches', 'pause'),
    // It enqueues again what has to wait.
    mayUse('jobQueue', 'enqueueSend', 'enqueueTransactional'),
  ],
  post: [
    mayUse('publications', 'find', 'progress'),
    mayUse('switches', 'read'),
    mayUse('texts', 'get'),
    mayUse('content', 'image'),
    // It writes the claim before each post, and the outcome after it.
    mayUse('socialLedger', 'parts', 'change'),
    mayUse('social', 'post', 'find', 'recent'),
    // It pauses the channel when X or Bluesky refuses everything until a person acts.
    mayUse('switches', 'pause'),
  ],
  handleSesEvents: [
    mayUse('ledger', 'group', 'change', 'recordDuplicate'),
    mayUse('canary', 'recordBack'),
    // A hard bounce or a complaint ends a subscription, and its suppression is kept for ever.
    mayUse('subscribers', 'idOf', 'markAs'),
    mayUse('suppressions', 'add', 'has'),
    mayUse('bounces', 'record', 'delivered'),
  ],
  public: [
    // Pages of stories, and of the emails that were sent.
    mayUse('content', 'read', 'image'),
    mayUse('publications', 'storiesSeen', 'progress', 'all'),
    mayUse('ledger', 'chunk', 'group', 'groups'),
    mayUse('texts', 'get'),
    // The sign-up form: the form's values, the consent wording, the rate counters, and the request for a confirmation email.
    mayUse('signups', 'find', 'to', 'put'),
    mayUse('texts', 'put'),
    mayUse('rateCounters', 'count', 'counted', 'forget'),
    mayUse('transactional', 'add'),
    mayUse('jobQueue', 'enqueueTransactional'),
    mayUse('tokens', 'sign', 'verify'),
    // A reader confirms, changes what they get, and unsubscribes or takes that back.
    mayUse('subscribers', 'idOf', 'find', 'save', 'unsubscribe'),
    mayUse('suppressions', 'add', 'has', 'log', 'reopen'),
    mayUse('pendingUnsubscribes', 'record', 'close'),
    // Readers see what is kept about them, and have it erased.
    mayUse('signups', 'olderThan', 'remove'),
    mayUse('transactional', 'to', 'remove', 'removeAllTo'),
    mayUse('bounces', 'all', 'remove'),
    mayUse('subscribers', 'remove'),
  ],
  unsubscribeByMail: [
    mayUse('tokens', 'verify'),
    mayUse('subscribers', 'unsubscribe'),
    mayUse('suppressions', 'add'),
    // It records what is said of our own canary.
    mayUse('canaryReturns', 'recordBack'),
  ],
  desk: [
    // The plan, the previews and who got what.
    mayUse('content', 'read'),
    mayUse('publications', 'storiesSeen', 'progress', 'all', 'find', 'peopleMonths', 'certificate', 'discrepancies'),
    mayUse('texts', 'get'),
    mayUse('ledger', 'chunk', 'group', 'groups', 'duplicates'),
    mayUse('socialLedger', 'parts'),
    mayUse('subscribers', 'idOf', 'find', 'page', 'alike', 'outline', 'search', 'readForSending'),
    mayUse('suppressions', 'has', 'log'),
    // People write drafts, publish them into their files, and delete stories.
    mayUse('drafts', 'save', 'newest', 'find', 'versions', 'all'),
    mayUse('content', 'save', 'remove'),
    // They change the rules, and see those of before.
    mayUse('rulesHistory', 'add', 'find', 'page'),
    // They bring pictures, which come into the content once they are prepared.
    mayUse('uploads', 'form', 'read', 'remove'),
    mayUse('content', 'addImage'),
    // The check before Publish looks at the links of a draft.
    mayUse('linkChecker', 'check'),
    // Feeds of other sites are fetched, and kept for a day while somebody chooses from them.
    mayUse('outside', 'fetch'),
    mayUse('feedWatch', 'read', 'replace'),
    mayUse('uploads', 'put'),
    // The programme lead pauses, approves and cancels, takes that back, and moves what is ahead.
    mayUse('switches', 'read', 'pause', 'resume', 'approve', 'cancel', 'uncancel', 'overrides', 'setOverride'),
    // The programme lead sends a test to the team, and sees what became of it.
    mayUse('testEmails', 'add', 'all'),
    mayUse('jobQueue', 'enqueueTest'),
    // The programme lead decides about a mail or post whose outcome is unknown.
    mayUse('ledger', 'change'),
    mayUse('socialLedger', 'change'),
    // The programme lead says what the presses of one-click buttons were.
    mayUse('pendingUnsubscribes', 'open', 'close'),
    mayUse('suppressions', 'add', 'reopen'),
    // The programme lead stops emails to a person, and erases one who asks for it.
    mayUse('subscribers', 'unsubscribe', 'save', 'remove'),
    mayUse('signups', 'olderThan', 'remove'),
    mayUse('transactional', 'removeAllTo'),
    mayUse('bounces', 'all', 'remove'),
    // The programme lead lets the form email a confirmation again to an address that had three.
    mayUse('transactional', 'to', 'remove'),
    mayUse('rateCounters', 'forget'),
    // The programme lead sends somebody the link to their choices, or the confirmation email, again.
    mayUse('signups', 'to'),
    mayUse('transactional', 'add'),
    mayUse('jobQueue', 'enqueueTransactional'),
    // The programme lead imports a list of people, with the consent wording that they agreed to.
    mayUse('imports', 'add', 'find', 'latest', 'replace'),
    mayUse('importFiles', 'put', 'read'),
    mayUse('texts', 'put'),
    // People sign in, each for what they are let in for, and let colleagues in and out.
    mayUse('colleagues', 'read', 'replace'),
    mayUse('accounts', 'all', 'open', 'close'),
    // What the doctor found last.
    mayUse('examinations', 'read'),
    // Sessions, and the audit log.
    mayUse('sessions', 'begin', 'find', 'record', 'end', 'endAll', 'endUnused'),
    mayUse('audit', 'record', 'page'),
  ],
  // It reads all data of a publication, and writes its certificate.
  certify: [
    mayUse('eventArchive', 'events'),
    mayUse('publications', 'all', 'find', 'certificate', 'keepCertificate'),
    mayUse('ledger', 'chunk', 'groups', 'duplicates'),
    mayUse('texts', 'get'),
    mayUse('socialLedger', 'parts'),
    mayUse('subscribers', 'readForSending'),
    mayUse('suppressions', 'log'),
  ],
  // It gets SES events as input and returns them without personal data, so it needs no port.
  anonymise: [],
  // It has the website fetched that somebody at the desk has named, and makes drafts of its new stories. Of people it knows nothing.
  watchFeed: [
    mayUse('feedWatch', 'read', 'replace'),
    mayUse('content', 'read', 'addImage'),
    mayUse('publications', 'progress'),
    mayUse('texts', 'get'),
    mayUse('drafts', 'save', 'newest', 'all'),
    mayUse('outside', 'fetch'),
  ],
  // It looks whether everything is in order. It may change nothing but its own report, and have a canary sent to our own mailbox.
  doctor: [
    mayUse('probes', 'look'),
    mayUse('examinations', 'read', 'record'),
    mayUse('content', 'read'),
    mayUse('publications', 'progress', 'all'),
    mayUse('texts', 'get'),
    mayUse('canary', 'proof', 'recordSent'),
    mayUse('canaryReturns', 'read', 'recordSent'),
    mayUse('jobQueue', 'enqueueCanary'),
  ],
  // It asks whatever site a writer names, so it may reach nothing of ours.
  checkLinks: [],
  // It fetches whatever a writer or a feed names: the same.
  fetchOutside: [],
} satisfies Record<string, Grant[]>;

// What each function may ask of the world: what its code can come to, and no more. tests/access holds it against the code and against
// the calls of a whole day.
import { type Grant, mayUse } from '#cdk/access';

export const grants = {
  tick: [
    // It plans from what is written and from what was recorded before.
    mayUse('editorial', 'read', 'image'),
    mayUse('register', 'sightings', 'noteSighting', 'settled', 'settle', 'publications', 'add', 'replace'),
    mayUse('switches', 'read'),
    // It writes down who a publication is for, with each one's mail.
    mayUse('sealed', 'keep', 'read', 'forget'),
    mayUse('ledger', 'head', 'addHead', 'closeHead', 'groups', 'change'),
    mayUse('subscribers', 'page', 'readForSending'),
    mayUse('bell', 'ringSend', 'ringPost', 'ringCanary', 'ringLetter'),
    // It sees what should have happened and did not, also of posts.
    mayUse('canary', 'proof', 'noteSent'),
    mayUse('socialLedger', 'parts', 'change'),
    // The morning summary is written down as a transactional email.
    mayUse('letters', 'add', 'to'),
    // It settles one-click unsubscribes: a reader who has left, or perhaps a scanner.
    mayUse('departures', 'open', 'suspect', 'close'),
    mayUse('suppressions', 'add', 'has', 'log'),
    mayUse('subscribers', 'find', 'leave'),
    // It makes subscribers of the people of a list, and deletes the list.
    mayUse('imports', 'latest', 'replace'),
    mayUse('importFiles', 'put', 'read', 'remove'),
    mayUse('subscribers', 'save'),
    // Once a day it forgets what was kept for long enough, and gives up addresses whose mail keeps coming back.
    mayUse('register', 'round', 'noteRound'),
    mayUse('ledger', 'duplicates', 'forget', 'forgetDuplicates'),
    mayUse('signups', 'find', 'olderThan', 'remove'),
    mayUse('letters', 'all', 'remove'),
    mayUse('bounces', 'all', 'forget'),
    mayUse('subscribers', 'lose', 'remove'),
  ],
  send: [
    // Whether, what and to whom: read once more before each call.
    mayUse('briefing', 'read'),
    mayUse('register', 'settled'),
    mayUse('switches', 'read'),
    mayUse('sealed', 'read'),
    mayUse('subscribers', 'find', 'readForSending'),
    mayUse('suppressions', 'has'),
    mayUse('signups', 'find'),
    mayUse('tokens', 'sign'),
    // The claim before each call, and its outcome after it.
    mayUse('ledger', 'group', 'groups', 'change', 'noteDuplicate'),
    mayUse('letters', 'to', 'change'),
    mayUse('mailer', 'send', 'perSecond'),
    // It pauses the channel when SES takes nothing more from us.
    mayUse('switches', 'pause'),
    // What has to wait comes again by the same queue.
    mayUse('bell', 'ringSend', 'ringLetter'),
  ],
  post: [
    mayUse('register', 'publication', 'settled'),
    mayUse('switches', 'read'),
    mayUse('sealed', 'read'),
    mayUse('editorial', 'image'),
    // The claim before each post, and its outcome after it.
    mayUse('socialLedger', 'parts', 'change'),
    mayUse('channel', 'post', 'find', 'recent'),
    mayUse('bluesky', 'post', 'find', 'recent'),
    // It pauses the channel when X or Bluesky takes nothing more from us.
    mayUse('switches', 'pause'),
  ],
  handleSesEvents: [
    mayUse('ledger', 'group', 'change', 'noteDuplicate'),
    mayUse('canary', 'noteBack'),
    // A bounce or a complaint ends a subscription, and is never forgotten.
    mayUse('subscribers', 'idOf', 'lose'),
    mayUse('suppressions', 'add', 'has'),
    mayUse('bounces', 'note', 'delivered'),
  ],
  public: [
    // Pages of stories, and of the emails that were sent.
    mayUse('editorial', 'read', 'image'),
    mayUse('register', 'sightings', 'publications'),
    mayUse('ledger', 'head', 'group', 'groups'),
    mayUse('sealed', 'read'),
    // The form: what was typed, the words that were agreed to, how many came, and the request for a confirmation email.
    mayUse('signups', 'find', 'put'),
    mayUse('sealed', 'keep'),
    mayUse('budgets', 'count', 'counted'),
    mayUse('letters', 'add'),
    mayUse('bell', 'ringLetter'),
    mayUse('tokens', 'sign', 'verify'),
    // A reader confirms, changes what she gets, and unsubscribes or takes that back.
    mayUse('subscribers', 'idOf', 'find', 'save', 'leave'),
    mayUse('suppressions', 'add', 'has', 'log', 'reopen'),
    mayUse('departures', 'note', 'close'),
    // She sees what is held of her, and has it erased.
    mayUse('signups', 'olderThan', 'remove'),
    mayUse('letters', 'to', 'forget'),
    mayUse('bounces', 'all', 'forget'),
    mayUse('subscribers', 'remove'),
  ],
  leaveByMail: [mayUse('tokens', 'verify'), mayUse('subscribers', 'leave'), mayUse('suppressions', 'add')],
  desk: [
    // The plan, the previews and who got what.
    mayUse('editorial', 'read'),
    mayUse('register', 'sightings', 'settled', 'publications', 'publication'),
    mayUse('sealed', 'read'),
    mayUse('ledger', 'head', 'group', 'groups', 'duplicates'),
    mayUse('socialLedger', 'parts'),
    mayUse('subscribers', 'idOf', 'find', 'page', 'outline', 'readForSending'),
    mayUse('suppressions', 'has', 'log'),
    // The programme lead pauses, approves and cancels.
    mayUse('switches', 'read', 'pause', 'resume', 'approve', 'cancel'),
    // She decides what becomes of a mail or post of which nobody knows whether it went out.
    mayUse('ledger', 'change'),
    mayUse('socialLedger', 'change'),
    // She says what the presses of one-click buttons were.
    mayUse('departures', 'open', 'close'),
    mayUse('suppressions', 'add', 'reopen'),
    // She stops emails to a person, and erases one who asks for it.
    mayUse('subscribers', 'leave', 'save', 'remove'),
    mayUse('signups', 'olderThan', 'remove'),
    mayUse('letters', 'forget'),
    mayUse('bounces', 'forget'),
    // She brings a list of people, with the words that they have agreed to.
    mayUse('imports', 'add', 'find', 'latest', 'replace'),
    mayUse('importFiles', 'put', 'read'),
    mayUse('sealed', 'keep'),
    // Who is signed in, and who did what.
    mayUse('sessions', 'begin', 'find', 'note', 'end', 'endAll', 'endUnused'),
    mayUse('audit', 'note', 'page'),
  ],
  // It reads everything of one publication and changes nothing.
  certify: [
    mayUse('archive', 'events'),
    mayUse('register', 'publication', 'publications'),
    mayUse('ledger', 'head', 'groups', 'duplicates'),
    mayUse('sealed', 'read'),
    mayUse('socialLedger', 'parts'),
    mayUse('subscribers', 'readForSending'),
    mayUse('suppressions', 'log'),
  ],
  // It gets an event and gives it back without the reader.
  anonymise: [],
} satisfies Record<string, Grant[]>;

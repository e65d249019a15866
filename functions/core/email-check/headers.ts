// Rules H1 to H14, A4 and A7. H11 is about parameters of the SES call (configuration set, tags), not about the message.
import type { OpenedMail } from '#core/email-check/opened-mail';
import { type EmailRule, when } from '#core/email-check/rule';
import { encodedBinary, encodedWordsIn, headersNamed, headerValue, isUtf8 } from '#core/mime/read-message';
import { oneLine } from '#core/text/lines';
import { isShouted } from '#core/text/shouting';

const ONCE = ['From', 'To', 'Subject', 'Date', 'MIME-Version', 'Content-Type'];
const ONCE_ON_A_LIST = ['List-Id', 'List-Unsubscribe', 'List-Unsubscribe-Post'];
const KNOWN = new Set(
  [
    ...ONCE,
    ...ONCE_ON_A_LIST,
    'Reply-To',
    'List-Help',
    'List-Archive',
    'Auto-Submitted',
    'Precedence',
    'X-Auto-Response-Suppress',
    'Message-ID',
    'Content-Transfer-Encoding',
  ].map((name) => name.toLowerCase()),
);
/** Free mail services: a newsroom that sends from one fails DMARC everywhere. */
const FREE = /@(?:gmail|googlemail|outlook|hotmail|live|msn|yahoo|ymail|aol|icloud|me|proton|protonmail|gmx|mail)\.[a-z.]+$/i;

/** Most inboxes show this many. */
const SUBJECT_MAX_CHARACTERS = 78;
// biome-ignore lint/suspicious/noControlCharactersInRegex: it finds them.
const CONTROL = /[\u0000-\u001f\u007f]/;

const headersOf = (mail: OpenedMail) => mail.root.headers;
const valueNamed = (mail: OpenedMail, name: string) => headerValue(mail.root.headers, name);
const onList = (check: (mail: OpenedMail) => string[]) => (mail: OpenedMail) => (mail.to === 'list' ? check(mail) : []);
const times = (count: number) => (count === 0 ? 'is missing' : `stands ${count} times`);

export const headerRules: readonly EmailRule[] = [
  {
    id: 'A4',
    level: 'blocks',
    fixedBy: 'newsroom',
    why: 'Mail that says it is from a free mail service is refused everywhere (DMARC).',
    check: (mail) => {
      const sender = mail.from[0]?.address ?? '';
      return when(FREE.test(sender), `The sender’s address, ${sender}, is one of a free mail service. Send from a domain of your own.`);
    },
  },
  {
    id: 'A7',
    level: 'warns',
    fixedBy: 'newsroom',
    why: 'An answer to nobody is lost.',
    check: (mail) =>
      when(
        /<?(?:no|do-?not)-?_?reply@/i.test(valueNamed(mail, 'Reply-To') || (mail.from[0]?.address ?? '')),
        'Answers go to an address that nobody reads. Name a mailbox that somebody does.',
      ),
  },
  {
    id: 'H1',
    level: 'blocks',
    fixedBy: 'newsroom',
    why: 'SES refuses a mail with a header twice, and Gmail one that lacks what RFC 5322 asks for.',
    check: (mail) => {
      const wanted = mail.to === 'list' ? [...ONCE, ...ONCE_ON_A_LIST] : ONCE;
      const count = (name: string) => headersNamed(headersOf(mail), name).length;
      return [
        ...wanted.filter((name) => count(name) !== 1).map((name) => `The header ${name} ${times(count(name))}.`),
        ...when(count('Reply-To') > 1, `The header Reply-To ${times(count('Reply-To'))}.`),
      ];
    },
  },
  {
    id: 'H2',
    level: 'blocks',
    fixedBy: 'newsroom',
    why: "Two readers in one mail see each other's address: a breach of data protection.",
    check: (mail) => [
      ...when(mail.recipients.length !== 1, `The mail is addressed to ${mail.recipients.length} people.`),
      ...['Cc', 'Bcc'].filter((name) => headersNamed(headersOf(mail), name).length > 0).map((name) => `There is a ${name}.`),
    ],
  },
  {
    id: 'H3',
    level: 'blocks',
    fixedBy: 'newsroom',
    why: 'Gmail and Yahoo show their own unsubscribe button only for exactly this (RFC 8058); without it people press "spam".',
    check: onList((mail) => {
      const names = headersOf(mail).map((header) => header.name.toLowerCase());
      return [
        ...when(
          !/^<https:\/\/[^>@\s]+>(, <mailto:[^>\s]+>)?$/.test(valueNamed(mail, 'List-Unsubscribe')),
          'List-Unsubscribe does not begin with an https address that holds nobody’s own.',
        ),
        ...when(
          !mail.bytes.includes('\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n'),
          'List-Unsubscribe-Post is not byte for byte as RFC 8058 has it.',
        ),
        ...when(
          names.indexOf('list-unsubscribe') > names.indexOf('list-unsubscribe-post'),
          'List-Unsubscribe-Post stands before List-Unsubscribe.',
        ),
      ];
    }),
  },
  {
    id: 'H4',
    level: 'blocks',
    fixedBy: 'newsroom',
    why: 'A link that unsubscribes somebody else loses two readers.',
    check: onList(({ unsubscribe, text, links }) => [
      ...when(!text.split(/\r?\n/).includes(unsubscribe), 'The plain text has another unsubscribe address than the header.'),
      ...when(!links.some(({ url }) => url === unsubscribe), 'The HTML has another unsubscribe address than the header.'),
    ]),
  },
  {
    id: 'H5',
    level: 'warns',
    fixedBy: 'newsroom',
    why: "Readers' filters know a list by its List-Id.",
    check: onList((mail) => [
      ...when(!/^(\S.*)?<[a-z0-9-]+(\.[a-z0-9-]+)+>$/i.test(valueNamed(mail, 'List-Id')), 'List-Id is not a name and "<list.domain>".'),
      ...['List-Help', 'List-Archive']
        .filter((name) => !/^<https:\/\/[^>\s]+>$/.test(valueNamed(mail, name)))
        .map((name) => `${name} is not an https address.`),
    ]),
  },
  {
    id: 'H6',
    level: 'blocks',
    fixedBy: 'newsroom',
    why: 'A line end in a name or title can add a header: another recipient, another sender.',
    check: (mail) => [
      ...headersOf(mail)
        .filter((header) => !KNOWN.has(header.name.toLowerCase()))
        .map((header) => `There is a header that nobody meant: ${header.name}.`),
      ...when(
        [mail.subject, ...[...mail.from, ...mail.recipients].map(({ name }) => name)].some((value) => CONTROL.test(value)),
        'A header holds a control character.',
      ),
    ],
  },
  {
    id: 'H7',
    level: 'blocks',
    fixedBy: 'newsroom',
    why: 'Lines of more than 998 characters, longer encoded words and raw bytes are cut or shown as rubbish on the way.',
    check: (mail) =>
      headersOf(mail).flatMap(({ name, lines, value }) => [
        ...when(
          lines.some((line) => line.length > 998),
          `${name} has a line of more than 998 characters.`,
        ),
        ...when(/[^\t\x20-\x7e]/.test(lines.join('')), `${name} has a raw byte.`),
        ...when(
          encodedWordsIn(value).some((word) => word.length > 75),
          `${name} has an encoded word of more than 75 characters.`,
        ),
        ...when(!encodedWordsIn(value).every((word) => isUtf8(encodedBinary(word) ?? '\xff')), `${name} cuts a character in two.`),
      ]),
  },
  {
    id: 'H14',
    level: 'warns',
    fixedBy: 'newsroom',
    why: 'RFC 5322 asks for lines of 78 characters; some programs show longer ones badly.',
    check: (mail) =>
      headersOf(mail)
        .filter(({ lines }) => lines.some((line, i) => line.length > 78 && line.trim().split(' ').length > (i === 0 ? 2 : 1)))
        .map(({ name }) => `${name} has a line of more than 78 characters that could be folded.`),
  },
  {
    id: 'H8',
    level: 'blocks',
    fixedBy: 'newsroom',
    why: 'SES has no SMTPUTF8: mail from or to an address in another script is lost.',
    check: (mail) =>
      ['From', 'To', 'Reply-To']
        .flatMap((name) => headersNamed(headersOf(mail), name))
        .map(({ value }) => /(\S+?)>?$/.exec(value)?.[1]?.replace('<', '') ?? '')
        .filter((address) => !/^[\x21-\x7e]+@[a-z0-9.-]+\.[a-z0-9-]+$/i.test(address))
        .map((address) => `"${address}" is no address in plain letters.`),
  },
  {
    id: 'H9',
    level: 'warns',
    fixedBy: 'newsroom',
    why: 'Feedback-ID is written by SES; ours would hide it.',
    check: (mail) => when(headersNamed(headersOf(mail), 'Feedback-ID').length > 0, 'There is a Feedback-ID.'),
  },
  {
    id: 'H10',
    level: 'warns',
    fixedBy: 'newsroom',
    why: 'Without these, a thousand out-of-office replies come back from Exchange.',
    check: (mail) => [
      ...when(valueNamed(mail, 'Auto-Submitted') !== 'auto-generated', 'Auto-Submitted is not auto-generated.'),
      ...when(mail.to === 'list' && valueNamed(mail, 'Precedence') !== 'bulk', 'Precedence is not bulk.'),
      ...when(valueNamed(mail, 'X-Auto-Response-Suppress') !== 'OOF, AutoReply', 'X-Auto-Response-Suppress is not OOF, AutoReply.'),
    ],
  },
  {
    id: 'H12',
    level: 'warns',
    fixedBy: 'editor',
    why: 'A subject that is cut off, shouts or says nothing is not opened.',
    check: ({ subject }) => [
      ...when(subject === '', 'The subject is empty. Give the story a title.'),
      ...when(
        [...subject].length > SUBJECT_MAX_CHARACTERS,
        `The subject has ${[...subject].length} characters, and inboxes show ${SUBJECT_MAX_CHARACTERS}. Shorten the title.`,
      ),
      ...when(isShouted(subject), 'The subject has three words in capitals, as if shouted. Write the title in small letters.'),
      ...when(subject.includes('{{'), 'The subject holds "{{". Write the title without it.'),
      ...when(subject !== '' && !/[\p{L}\p{N}]/u.test(subject), 'The subject has no letter. Give the story a title of words.'),
    ],
  },
  {
    id: 'H13',
    level: 'warns',
    fixedBy: 'newsroom',
    why: 'People open what is from the name that they signed up to.',
    check: ({ from, senderProfile }) =>
      when(
        from[0]?.name !== oneLine(senderProfile.sender.name) || from[0]?.address !== oneLine(senderProfile.sender.address),
        'The mail is not from the name and the address in the rules.',
      ),
  },
];

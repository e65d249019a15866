// H1 to H13. H11 is not in the bytes (configuration set and tags are given to the SES call), H13 compares issues.
import { headersNamed, headerValue, type OpenedMail, unsubscribeUrl } from '#tests/email-checklist/opened-mail';
import { type Rule, when } from '#tests/email-checklist/rule';

const ONCE = ['From', 'To', 'Subject', 'Date', 'MIME-Version', 'Content-Type', 'List-Id', 'List-Unsubscribe', 'List-Unsubscribe-Post'];
const KNOWN = [
  ...ONCE,
  'Reply-To',
  'List-Help',
  'List-Archive',
  'Auto-Submitted',
  'Precedence',
  'X-Auto-Response-Suppress',
  'Message-ID',
  'Content-Transfer-Encoding',
].map((name) => name.toLowerCase());
const ENCODED_WORD = /=\?[^?\s]+\?[BQ]\?([^?\s]*)\?=/gi;

const headersOf = (mail: OpenedMail) => mail.root.headers;
const valueNamed = (mail: OpenedMail, name: string) => headerValue(mail.root.headers, name);

export const headerRules: Rule[] = [
  {
    id: 'H1',
    level: 'B',
    why: 'SES refuses a mail with a header twice, and Gmail one that lacks what RFC 5322 asks for.',
    check: (mail) => [
      ...ONCE.filter((name) => headersNamed(headersOf(mail), name).length !== 1).map(
        (name) => `${name} stands ${headersNamed(headersOf(mail), name).length} times.`,
      ),
      ...when(headersNamed(headersOf(mail), 'Reply-To').length > 1, 'Reply-To stands more than once.'),
    ],
  },
  {
    id: 'H2',
    level: 'B',
    why: "Two readers in one mail see each other's address: a breach of data protection.",
    check: (mail) => [
      ...when(
        mail.parsed.to?.length !== 1 || mail.parsed.to[0]?.address === undefined,
        `To holds ${mail.parsed.to?.length ?? 0} addresses.`,
      ),
      ...['Cc', 'Bcc'].filter((name) => headersNamed(headersOf(mail), name).length > 0).map((name) => `There is a ${name}.`),
    ],
  },
  {
    id: 'H3',
    level: 'B',
    why: 'Gmail and Yahoo show their own unsubscribe button only for exactly this (RFC 8058); without it people press "spam".',
    check: (mail) => {
      const names = headersOf(mail).map((header) => header.name.toLowerCase());
      return [
        ...when(
          !/^<https:\/\/[^>@\s]+>(, <mailto:[^>\s]+>)?$/.test(valueNamed(mail, 'List-Unsubscribe')),
          'List-Unsubscribe is not <https://…> first, without an address in it.',
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
    },
  },
  {
    id: 'H4',
    level: 'B',
    why: 'A link that unsubscribes somebody else loses two readers.',
    check: (mail) => {
      const url = unsubscribeUrl(mail);
      return [
        ...when(!mail.text.split(/\r?\n/).includes(url), 'The text has another unsubscribe address than the header.'),
        ...when(
          !mail.document || !mail.html.includes(`href="${url.replaceAll('&', '&#38;')}"`),
          'The HTML has another unsubscribe address than the header.',
        ),
      ];
    },
  },
  {
    id: 'H5',
    level: 'W',
    why: "Readers' filters know a list by its List-Id.",
    check: (mail) => [
      ...when(!/^(\S.*)?<[a-z0-9-]+(\.[a-z0-9-]+)+>$/i.test(valueNamed(mail, 'List-Id')), 'List-Id is not "Name <list.domain>".'),
      ...['List-Help', 'List-Archive']
        .filter((name) => !/^<https:\/\/[^>\s]+>$/.test(valueNamed(mail, name)))
        .map((name) => `${name} is not an https address.`),
    ],
  },
  {
    id: 'H6',
    level: 'B',
    why: 'A line end in a name or title can add a header: another recipient, another sender.',
    check: (mail) => [
      ...headersOf(mail)
        .filter((header) => !KNOWN.includes(header.name.toLowerCase()))
        .map((header) => `There is a header that nobody meant: ${header.name}.`),
      ...when(
        mail.parsed.headers.some((header) => /[\u0000-\u0008\u000a-\u001f\u007f]/.test(header.value)),
        'A header holds a control character.',
      ),
      ...when(
        [mail.parsed.subject, mail.parsed.from?.name, mail.parsed.to?.[0]?.name].some((value) => /[\u0000-\u001f\u007f]/.test(value ?? '')),
        'A decoded header holds a control character.',
      ),
    ],
  },
  {
    id: 'H7',
    level: 'B',
    why: 'Longer lines, longer encoded words and raw bytes are cut or shown as rubbish on the way.',
    check: (mail) =>
      headersOf(mail).flatMap(({ name, lines, value }) => [
        ...when(
          lines.some((line) => line.length > 998),
          `${name} has a line of more than 998.`,
        ),
        ...when(
          lines.some((line, i) => line.length > 78 && line.trim().split(' ').length > (i === 0 ? 2 : 1)),
          `${name} has a line of more than 78 that could be folded.`,
        ),
        ...when(/[^\t\x20-\x7e]/.test(lines.join('')), `${name} has a raw byte.`),
        ...when(
          [...value.matchAll(ENCODED_WORD)].some(([word]) => word.length > 75),
          `${name} has an encoded word of more than 75.`,
        ),
        ...when(
          [...value.matchAll(ENCODED_WORD)].some(([, content = '']) => Buffer.from(content, 'base64').toString().includes('\ufffd')),
          `${name} cuts a character in two.`,
        ),
      ]),
  },
  {
    id: 'H8',
    level: 'B',
    why: 'SES has no SMTPUTF8: an address in another script bounces.',
    check: (mail) =>
      [mail.parsed.from, ...(mail.parsed.to ?? []), ...(mail.parsed.replyTo ?? [])]
        .filter((mailbox) => !/^[\x21-\x7e]+@[a-z0-9.-]+\.[a-z0-9-]+$/i.test(mailbox?.address ?? ''))
        .map((mailbox) => `"${mailbox?.address}" is no address in ASCII.`),
  },
  {
    id: 'H9',
    level: 'W',
    why: 'Feedback-ID is written by SES; ours would hide it.',
    check: (mail) => when(headersNamed(headersOf(mail), 'Feedback-ID').length > 0, 'There is a Feedback-ID.'),
  },
  {
    id: 'H10',
    level: 'W',
    why: 'Without these, a thousand out-of-office replies come back from Exchange.',
    check: (mail) => [
      ...when(valueNamed(mail, 'Auto-Submitted') !== 'auto-generated', 'Auto-Submitted is not auto-generated.'),
      ...when(valueNamed(mail, 'Precedence') !== 'bulk', 'Precedence is not bulk.'),
      ...when(valueNamed(mail, 'X-Auto-Response-Suppress') !== 'OOF, AutoReply', 'X-Auto-Response-Suppress is not OOF, AutoReply.'),
    ],
  },
  {
    id: 'H12',
    level: 'W',
    why: 'A subject that is cut off, shouts or says nothing is not opened.',
    check: (mail) => {
      const subject = mail.parsed.subject ?? '';
      return [
        ...when(subject === '' || [...subject].length > 78, `The subject has ${[...subject].length} characters.`),
        ...when(/(\p{Lu}{3,}\s+){2,}\p{Lu}{3,}/u.test(subject), 'The subject shouts.'),
        ...when(subject.includes('{{'), 'The subject holds {{.'),
        ...when(!/[\p{L}\p{N}]/u.test(subject), 'The subject has no letter.'),
      ];
    },
  },
];

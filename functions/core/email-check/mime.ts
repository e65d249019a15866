// Rules M1 to M7, for the MIME parts of a mail.
import { textOf } from '#core/email-check/html-tree';
import type { OpenedMail } from '#core/email-check/opened-mail';
import { type EmailRule, when } from '#core/email-check/rule';

/** Gmail clips HTML at about 102 KB. */
const MAX_HTML_BYTES = 100_000;
const MAX_MESSAGE_BYTES = 150_000;

function alternative({ root }: OpenedMail) {
  return root.type === 'multipart/alternative' ? root : root.parts[0];
}

export const mimeRules: readonly EmailRule[] = [
  {
    id: 'M1',
    level: 'blocks',
    fixedBy: 'newsroom',
    why: 'A program shows the last part that it understands: text first, HTML last, and both in UTF-8.',
    check: (mail) => {
      const parts = alternative(mail)?.parts ?? [];
      const types = parts.map((part) => part.type).join(', ');
      return [
        ...when(types !== 'text/plain, text/html', `The mail offers ${types || 'nothing'} to choose from.`),
        ...parts
          .filter((part) => part.parameters.get('charset')?.toLowerCase() !== 'utf-8')
          .map((part) => `${part.type} is not declared as UTF-8.`),
      ];
    },
  },
  {
    id: 'M2',
    level: 'blocks',
    fixedBy: 'newsroom',
    // 7bit is allowed for ASCII with short lines, because no server needs to rewrite it.
    why: 'SES may rewrite and break 8bit text: each part is quoted-printable, base64, or 7bit that holds nothing but ASCII.',
    check: (mail) =>
      mail.leaves.flatMap((part) => {
        const longest = part.body.split('\r\n').reduce((most, line) => Math.max(most, line.length), 0);
        const known = ['quoted-printable', 'base64', '7bit'].includes(part.encoding);
        return [
          ...when(!known, `${part.type} is ${part.encoding || 'without an encoding'}.`),
          ...when(/[^\t\r\n\x20-\x7e]/.test(part.body), `${part.type} holds a byte that is not ASCII.`),
          ...when(longest > (part.encoding === '7bit' ? 998 : 76), `${part.type} has a line of ${longest}.`),
        ];
      }),
  },
  {
    id: 'M3',
    level: 'blocks',
    fixedBy: 'newsroom',
    why: 'A line feed alone is refused by some servers and breaks the DKIM signature at others.',
    check: (mail) => when(/(?<!\r)\n|\r(?!\n)/.test(mail.bytes), 'There is a line end that is not CRLF.'),
  },
  {
    id: 'M4',
    level: 'warns',
    fixedBy: 'newsroom',
    why: 'Base64 makes a mail a third larger, and spam filters look at it twice.',
    check: (mail) =>
      when(
        mail.leaves.some((part) => part.encoding === 'base64' && part.type !== 'text/calendar'),
        'Text or HTML is base64.',
      ),
  },
  {
    id: 'M5',
    level: 'blocks',
    fixedBy: 'editor',
    why: 'Gmail cuts HTML off at about 102 KB, and with it the unsubscribe link.',
    check: ({ html }) =>
      when(
        html.length >= MAX_HTML_BYTES,
        `The email has ${html.length} bytes, and Gmail cuts it off at ${MAX_HTML_BYTES}. Shorten a summary.`,
      ),
  },
  {
    id: 'M6',
    level: 'warns',
    fixedBy: 'newsroom',
    why: 'A heavy mail is slow on a phone and looks like spam.',
    check: (mail) => [
      ...when(
        mail.bytes.length >= MAX_MESSAGE_BYTES,
        `The message has ${mail.bytes.length} bytes, of ${MAX_MESSAGE_BYTES} that are enough.`,
      ),
      ...when(
        mail.leaves.some(({ type }) => !['text/plain', 'text/html', 'text/calendar'].includes(type)),
        'There is an attachment that is no calendar file.',
      ),
    ],
  },
  {
    id: 'M7',
    level: 'blocks',
    fixedBy: 'newsroom',
    why: 'What a parser does not find, a reader does not see.',
    check: (mail) => {
      const count = (type: string) => mail.leaves.filter((part) => part.type === type).length;
      return [
        ...when(mail.subject === '', 'There is no subject.'),
        ...when(mail.from[0]?.address === undefined, 'There is no sender.'),
        ...when(count('text/plain') !== 1 || mail.text.trim() === '', 'There is not exactly one plain text.'),
        ...when(count('text/html') !== 1 || textOf(mail.document) === '', 'There is not exactly one HTML.'),
        ...when(mail.leaves.length > 3, 'There is an attachment that nobody meant.'),
      ];
    },
  },
];

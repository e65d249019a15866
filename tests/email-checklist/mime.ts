// M1 to M7.
import type { OpenedMail } from '#tests/email-checklist/opened-mail';
import { type Rule, when } from '#tests/email-checklist/rule';

function alternative(mail: OpenedMail) {
  return mail.root.type === 'multipart/alternative' ? mail.root : mail.root.parts[0];
}

export const mimeRules: Rule[] = [
  {
    id: 'M1',
    level: 'B',
    why: 'A program shows the last part that it understands: text first, HTML last, and both in UTF-8.',
    check: (mail) => {
      const parts = alternative(mail)?.parts ?? [];
      return [
        ...when(
          parts.map((part) => part.type).join() !== 'text/plain,text/html',
          `The alternatives are ${parts.map((part) => part.type).join(', ')}.`,
        ),
        ...parts
          .filter((part) => part.parameters.get('charset')?.toLowerCase() !== 'utf-8')
          .map((part) => `${part.type} is not declared as UTF-8.`),
      ];
    },
  },
  {
    id: 'M2',
    level: 'B',
    // The checklist says quoted-printable or base64. 7bit that is ASCII with short lines meets its reason: no server need rewrite it.
    why: 'SES may rewrite and break 8bit text: each part is quoted-printable, base64, or 7bit that holds nothing but ASCII.',
    check: (mail) =>
      mail.leaves.flatMap((part) => {
        const lines = part.body.split('\r\n');
        const longest = Math.max(...lines.map((line) => line.length));
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
    level: 'B',
    why: 'A line feed alone is refused by some servers and breaks the DKIM signature at others.',
    check: (mail) => when(/[^\r]\n|\r[^\n]/.test(mail.bytes), 'There is a line end that is not CRLF.'),
  },
  {
    id: 'M4',
    level: 'W',
    why: 'Base64 makes a mail a third larger, and spam filters look at it twice.',
    check: (mail) =>
      when(
        mail.leaves.some((part) => part.encoding === 'base64' && part.type !== 'text/calendar'),
        'Text or HTML is base64.',
      ),
  },
  {
    id: 'M5',
    level: 'B',
    why: 'Gmail cuts HTML off at about 102 KB, and with it the unsubscribe link.',
    check: (mail) => {
      const size = Buffer.byteLength(mail.html);
      return when(size >= 100_000, `The HTML has ${size} bytes.`);
    },
  },
  {
    id: 'M6',
    level: 'W',
    why: 'A heavy mail is slow on a phone and looks like spam.',
    check: (mail) => [
      ...when(mail.raw.length >= 150_000, `The message has ${mail.raw.length} bytes.`),
      ...when(
        mail.parsed.attachments.some((file) => file.mimeType !== 'text/calendar'),
        'There is an attachment that is no calendar file.',
      ),
    ],
  },
  {
    id: 'M7',
    level: 'B',
    why: 'What an independent parser does not read, a reader does not see.',
    check: (mail) => [
      ...when(!mail.parsed.subject, 'A parser finds no subject.'),
      ...when(!mail.parsed.from?.address, 'A parser finds no sender.'),
      ...when(
        mail.leaves.filter((part) => part.type === 'text/plain').length !== 1 || mail.text.trim() === '',
        'There is not exactly one text.',
      ),
      ...when(
        mail.leaves.filter((part) => part.type === 'text/html').length !== 1 || mail.html.trim() === '',
        'There is not exactly one HTML.',
      ),
      ...when(mail.parsed.attachments.length !== mail.calendars.length, 'There is an attachment that nobody meant.'),
    ],
  },
];

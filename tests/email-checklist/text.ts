// T1 to T4.
import { elements, type OpenedMail, unsubscribeUrl, wordsIn } from '#tests/email-checklist/opened-mail';
import { type Rule, when } from '#tests/email-checklist/rule';

const FILLER = /[\u034f\u200c]/;
const count = (text: string) => text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
const links = (mail: OpenedMail) => elements(mail.document, 'a').map((link) => link.attribs.href ?? '');

export const textRules: Rule[] = [
  {
    id: 'T1',
    level: 'B',
    why: 'A text made from the HTML by a tool reads out the filler, the picture addresses and the layout.',
    check: (mail) => [
      ...when(FILLER.test(mail.text), 'The text holds filler.'),
      ...when(
        elements(mail.document, 'img').some((image) => mail.text.includes(image.attribs.src ?? ' ')),
        'The text holds the address of an image.',
      ),
      ...when(/<\/?(p|td|tr|table|a|br|div|span)\b[^>]*>/i.test(mail.text), 'The text holds HTML.'),
    ],
  },
  {
    id: 'T2',
    level: 'B',
    why: 'Who reads the text must get to the same places; an address alone on its line can be followed in any program.',
    check: (mail) => {
      const lines = mail.text.split(/\r?\n/);
      const preferences = links(mail).find((url) => /\/p\/./.test(url)) ?? '';
      return [
        ...links(mail)
          .filter((url) => !mail.text.includes(url.replace(/^mailto:/, '')))
          .map((url) => `The text lacks ${url}.`),
        ...[unsubscribeUrl(mail), preferences]
          .filter((url) => !lines.includes(url))
          .map((url) => `${url || 'A personal address'} does not stand alone on its line.`),
      ];
    },
  },
  {
    id: 'T3',
    level: 'W',
    why: 'Spam filters mistrust a text that is not what the HTML says.',
    check: (mail) => {
      const share = count(mail.text) / Math.max(1, count(wordsIn(mail.document)));
      return when(share < 0.7, `The text has ${Math.round(share * 100)} in 100 of the words of the HTML.`);
    },
  },
  {
    id: 'T4',
    level: 'W',
    why: 'Long lines are broken anywhere by the programs that show text.',
    check: (mail) => [
      ...when(/&(#\d+|[a-z]+);/i.test(mail.text), 'The text holds an HTML reference.'),
      ...when(
        mail.text.split(/\r?\n/).some((line) => [...line].length > 76 && line.trim().includes(' ')),
        'A line has more than 76 characters.',
      ),
    ],
  },
];

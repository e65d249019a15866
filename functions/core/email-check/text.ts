// Rules T1 to T4, for the plain text of a mail.
import { elements, textOf } from '#core/email-check/html-tree';
import type { OpenedMail } from '#core/email-check/opened-mail';
import { type EmailRule, when } from '#core/email-check/rule';

const FILLER = /[\u034f\u200c]{2}|\u034f/;
const LINE_MAX_OCTETS = 76;
/** Links that fill in an entry of a web calendar. The plain text has the calendar file instead. */
const WEB_CALENDAR = /^https:\/\/(?:calendar\.google\.com|outlook\.(?:office|live)\.com)\//;
const count = (text: string) => text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;

/** True when the plain text has a match that the words of the HTML lack, so it does not come from the story. */
function foreign({ text, document }: OpenedMail, pattern: RegExp): boolean {
  const htmlText = textOf(document);
  return (text.match(pattern) ?? []).some((found) => !htmlText.includes(found));
}

export const textRules: readonly EmailRule[] = [
  {
    id: 'T1',
    level: 'warns',
    fixedBy: 'newsroom',
    why: 'A text made from the HTML by a tool reads out the filler, the picture addresses and the layout.',
    check: (mail) => {
      const leads = new Set(mail.links.map(({ url }) => url));
      const shown = elements(mail.document, 'img').map((image) => image.attribs.src ?? '');
      return [
        ...when(FILLER.test(mail.text), 'The plain text holds filler.'),
        ...when(
          shown.some((src) => src !== '' && !leads.has(src) && mail.text.includes(src)),
          'The plain text holds the address of an image.',
        ),
        ...when(foreign(mail, /<\/?(p|td|tr|table|a|br|div|span)\b[^>\n]*>/gi), 'The plain text holds HTML.'),
      ];
    },
  },
  {
    id: 'T2',
    level: 'warns',
    fixedBy: 'newsroom',
    why: 'Who reads the text must get to the same places; an address alone on its line can be followed in any program.',
    check: (mail) => {
      const lines = new Set(mail.text.split(/\r?\n/));
      const preferences = mail.links.find(({ url }) => url.startsWith(`${mail.senderProfile.site}/p/`))?.url ?? '';
      const personal = mail.to === 'list' ? [mail.unsubscribe, preferences] : [];
      return [
        ...mail.links
          .filter(({ url }) => !WEB_CALENDAR.test(url) && !mail.text.includes(url.replace(/^mailto:/, '')))
          .map(({ url }) => `The plain text lacks ${url}.`),
        ...personal.filter((url) => !lines.has(url)).map((url) => `${url || 'A personal address'} does not stand alone on its line.`),
      ];
    },
  },
  {
    id: 'T3',
    level: 'warns',
    fixedBy: 'newsroom',
    why: 'Spam filters mistrust a text that is not what the HTML says.',
    check: (mail) => {
      const share = count(mail.text) / Math.max(1, count(textOf(mail.document)));
      return when(share < 0.7, `The plain text has ${Math.round(share * 100)} in 100 of the words of the HTML.`);
    },
  },
  {
    id: 'T4',
    level: 'warns',
    fixedBy: 'newsroom',
    why: 'Long lines are broken anywhere by the programs that show text.',
    check: (mail) => [
      ...when(foreign(mail, /&(#\d+|[a-z]+);/gi), 'The plain text holds an HTML reference.'),
      ...when(
        mail.text.split(/\r?\n/).some((line) => [...line].length > LINE_MAX_OCTETS && line.trim().includes(' ')),
        `A line of the plain text has more than ${LINE_MAX_OCTETS} characters.`,
      ),
    ],
  },
];

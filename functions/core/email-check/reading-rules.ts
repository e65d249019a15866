// Rules W16 to W20: the texts around the story, and how easily the story reads.

import { elements, styleOf, textOf } from '#core/email-check/html-tree';
import type { OpenedMail } from '#core/email-check/opened-mail';
import { smog } from '#core/email-check/readability';
import { type EmailRule, when } from '#core/email-check/rule';
import { oneLine } from '#core/text/lines';
import { sentencesIn } from '#core/text/sentences';
import { count } from '#core/text/wrap';

const PREHEADER = { least: 40, most: 110 };
const MAX_SENTENCE_WORDS = 25;

/** Most people struggle with a text above this grade (NHS digital service manual). */
const MAX_SMOG_GRADE = 14;
const SHORT_MONTH = /\b\d{1,2} (?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b/;
const MONTH = '(?:January|February|March|April|May|June|July|August|September|October|November|December)';
const ORDINAL = new RegExp(String.raw`\b\d{1,2}(?:st|nd|rd|th) (?:of )?${MONTH}|${MONTH} \d{1,2}(?:st|nd|rd|th)\b`);
const ODD_TIME =
  /\b\d{1,2}\.\d{2} ?[ap]m\b|\b\d{1,2}(?::\d{2})? [ap]\.?m\b|\b(?:1[3-9]|2[0-3]):[0-5]\d\b|\b12(?::00)? ?(?:noon|midnight)\b/i;
const RANGE = new RegExp(String.raw`\d(?:[ap]m)? ?[-–—] ?\d{1,2}(?::\d{2})?[ap]m\b|\b\d{1,2} ?[-–—] ?\d{1,2} ${MONTH}`);

/** A host that can be reached only inside one network. */
const INSIDE = /^(?:localhost|[^.]+|.*\.(?:local|internal|intranet|lan|corp|test|invalid)|127\..*|10\..*|192\.168\..*)$/i;

/** Returns the texts of paragraphs, items, cells and headings, each at least one sentence. */
function blocksOf({ document }: OpenedMail): string[] {
  const blocks = elements(document, 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'p', 'li', 'td').filter(
    (block) => elements(block, 'p', 'li', 'td', 'h1', 'h2', 'h3', 'h4').length === 0,
  );
  return blocks.map(textOf).filter((text) => text !== '');
}

function proseOf(mail: OpenedMail): string {
  return mail.text.replace(/https?:\/\/\S+/g, '');
}

export const readingRules: readonly EmailRule[] = [
  {
    id: 'W16',
    level: 'warns',
    fixedBy: 'editor',
    why: 'An inbox shows this line beside the subject.',
    check: (mail) => {
      const hidden = elements(mail.document, 'div').find((element) => styleOf(element, 'display') === 'none');
      const whole = hidden ? textOf(hidden) : '';
      const line = whole.replace(/[\u034f\u200c\u00a0\s]+$/u, '');
      const { least, most } = PREHEADER;
      const length = [...line].length;
      return [
        ...when(
          length < least || length > most,
          `The line after the subject has ${count(length, 'character')}, and ${least} to ${most} are shown. See to the summary.`,
        ),
        ...when(line === mail.subject, 'The line after the subject repeats it. Write another summary.'),
        ...when(!whole.includes('\u034f'), 'Nothing keeps the words of the email out of the line after the subject.'),
      ];
    },
  },
  {
    id: 'W17',
    level: 'blocks',
    fixedBy: 'newsroom',
    why: 'The law and the big mailboxes ask who sends, why, and how to stop it.',
    check: (mail) => {
      const { links, unsubscribe, senderProfile } = mail;
      const text = textOf(mail.document);
      const list = mail.to === 'list';
      const address = oneLine(senderProfile.sender.postalAddress);
      return [
        ...when(list && !links.some((link) => /unsubscribe/i.test(link.label) && link.url === unsubscribe), 'No link says "Unsubscribe".'),
        ...when(list && !links.some(({ url }) => url.startsWith(`${senderProfile.site}/p/`)), 'There is no link to the preferences.'),
        ...when(!links.some((link) => /privacy/i.test(link.label)), 'There is no link on privacy.'),
        ...when(!/\b(?:get|receive) this email because/i.test(text), 'It does not say why one gets it.'),
        ...when(!text.includes(oneLine(senderProfile.name)), 'It does not say who sends it.'),
        ...when(address === '' || !text.includes(address), 'It does not give the postal address of the sender.'),
      ];
    },
  },
  {
    id: 'W18',
    level: 'warns',
    fixedBy: 'editor',
    why: 'A screen reader says "Mar" as a name and "26th" as a rank: NHS style has months in full, 9:30am, and "to" in ranges.',
    check: (mail) => {
      const prose = proseOf(mail);
      const found = (pattern: RegExp, remedy: string) => {
        const written = pattern.exec(prose)?.[0];
        return written === undefined ? [] : [`"${written}" is not how dates and times are written here. ${remedy}`];
      };
      return [
        ...found(SHORT_MONTH, 'Write the month in full.'),
        ...found(ORDINAL, 'Write it as 26 March.'),
        ...found(ODD_TIME, 'Write it as 9:30am, midday or midnight.'),
        ...found(RANGE, 'Write "to" between the two.'),
      ];
    },
  },
  {
    id: 'W19',
    level: 'warns',
    fixedBy: 'editor',
    why: 'A text that asks for a degree, and a sentence of more than 25 words, lose readers.',
    check: (mail) => {
      const sentences = blocksOf(mail).flatMap(sentencesIn);
      const score = smog(sentences);
      const long = sentences
        .map((sentence) => ({ sentence, words: sentence.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word)).length }))
        .filter(({ words }) => words > MAX_SENTENCE_WORDS);
      return [
        ...when(
          score !== undefined && score > MAX_SMOG_GRADE,
          `The email is hard to read: ${score?.toFixed(1)} on the SMOG scale, where above ${MAX_SMOG_GRADE} most people struggle. Use shorter words and sentences.`,
        ),
        ...long.map(
          ({ sentence, words }) =>
            `The sentence "${sentence.slice(0, 50).trimEnd()}…" has ${words} words. Cut it in two: ${MAX_SENTENCE_WORDS} can be taken in at once.`,
        ),
      ];
    },
  },
  {
    id: 'W20',
    level: 'warns',
    fixedBy: 'editor',
    why: 'A link that is broken, is not encrypted or works inside one trust only leaves the reader outside.',
    check: ({ links, senderProfile, pages }) => [
      ...new Set(
        links.flatMap(({ label, url }) => {
          const host = /^https?:\/\/(?:[^/?#@]*@)?([^/?#:]*)/.exec(url)?.[1];
          const page = url.replace(/[?#].*$/, '').replace(/\.ics$/, '');
          const isStory = page.startsWith(`${senderProfile.site}/posts/`) || page.startsWith(`${senderProfile.site}/events/`);
          return [
            ...when(url.startsWith('http://'), `The link "${label}" is not encrypted. Write https:// if the page has it.`),
            ...when(
              host !== undefined && INSIDE.test(host),
              `The link "${label}" works inside one network only. Link to a page that everybody can open.`,
            ),
            ...when(
              isStory && pages !== undefined && !pages.has(page),
              `The link "${label}" leads to a page of ours that there is not. Correct the address.`,
            ),
          ];
        }),
      ),
    ],
  },
];

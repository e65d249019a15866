// What a letter says.
import type { Temporal } from 'temporal-polyfill';
import { houseFrame } from '#core/email/email-frame';
import { written } from '#core/email/render-email';
import type { ComposedMail } from '#core/mime/composed-mail';
import { greetingHtml, greetingText } from '#core/mime/greeting';
import { slotMark } from '#core/mime/placeholders';
import { RETENTION, retentionWords } from '#core/rules/retention';
import { oneLine } from '#core/text/lines';
import type { LetterHouse, ReaderLetterKind } from '#core/transactional/transactional-email';

/** `name` is empty where nobody knows yet whose it is. `url`: where the button leads, if the kind has one. */
type LetterContent = { house: LetterHouse; name: string; url: string; at: Temporal.Instant };

type Words = {
  subject: string;
  preheader: string;
  title: string;
  before: string[];
  button?: string;
  after: string[];
  why: string;
};

const UNCONFIRMED = retentionWords(RETENTION.unconfirmed);
const NOT_YOU = `If it was not you, do nothing. We will not email you, and we forget your address after ${UNCONFIRMED}.`;
const FROM_THE_FORM = 'You get this email because somebody typed your address into the form on our website.';
const KEEP_TO_YOURSELF = 'Keep this email to yourself: whoever has the link can change your emails.';

/** The same input gives the same letter. */
export function composeLetter(kind: ReaderLetterKind, { house, name, url, at }: LetterContent): ComposedMail {
  const { subject, preheader, ...words } = wordsOf(kind, oneLine(house.name));
  const frame = houseFrame(house, { subject, preheader, label: '' });
  const parts = written('transactional', { ...frame, slots: {}, url, ...words }, { html: '', text: '' });
  return {
    subject,
    preheader,
    html: parts.html.replace(slotMark('greeting'), () => greetingHtml(name)),
    text: parts.text.replace(slotMark('greeting'), () => greetingText(name)),
    date: at.toZonedDateTimeISO(house.timezone),
  };
}

function wordsOf(kind: ReaderLetterKind, house: string): Words {
  switch (kind) {
    case 'confirm':
      return {
        subject: 'Please confirm that you want our emails',
        preheader: 'One more step. If it was not you, do nothing.',
        title: 'Do you want our emails?',
        before: [
          `Somebody typed your email address into the form for emails from the ${house}.`,
          'If it was you, use the button. It opens a page where you say yes. Until then you are not on our list.',
        ],
        button: 'Confirm that you want our emails',
        after: [NOT_YOU],
        why: FROM_THE_FORM,
      };
    case 'known':
      return {
        subject: 'You get our emails already',
        preheader: 'Nothing has changed. You can choose which emails you get.',
        title: 'You get our emails already',
        before: [
          `Somebody typed your email address into the form for emails from the ${house}. You are on our list already, so nothing has changed.`,
          'If you would like other emails than before, or fewer, you can change them here.',
        ],
        button: 'Choose which emails you get',
        after: [KEEP_TO_YOURSELF, 'If it was not you, do nothing.'],
        why: FROM_THE_FORM,
      };
    case 'link':
      return {
        subject: 'Your link to change your emails',
        preheader: 'Here is the fresh link that you asked for.',
        title: 'Here is your link',
        before: [`Somebody asked for a fresh link to change the emails that you get from the ${house}.`],
        button: 'Choose which emails you get',
        after: [KEEP_TO_YOURSELF, 'If it was not you, do nothing. Nothing has changed.'],
        why: 'You get this email because somebody asked for it with an old link from one of your emails.',
      };
    case 'move':
      return {
        subject: 'Please confirm your new email address',
        preheader: 'One more step. If it was not you, do nothing.',
        title: 'Do you want our emails at this address?',
        before: [
          `Somebody who gets emails from the ${house} asked us to send them to this address from now on.`,
          'If it was you, use the button. It opens a page where you say yes. Until then nothing changes.',
        ],
        button: 'Confirm your new email address',
        after: [NOT_YOU],
        why: 'You get this email because somebody gave us this address for our emails.',
      };
    case 'moving':
      return {
        subject: 'Somebody asked to change your email address',
        preheader: 'If it was you, there is one more step. If it was not, please tell us.',
        title: 'Will your emails go to another address?',
        before: [
          `Somebody asked us to send your emails from the ${house} to another address from now on.`,
          'If it was you, open the email that we sent to your other address, and confirm it there. Until then nothing changes.',
          'If it was not you, somebody may have one of your emails with your link. Reply to this email and we will help you.',
        ],
        after: [],
        why: 'You get this email because nobody should take your emails from you without your knowing.',
      };
    default:
      return kind satisfies never;
  }
}

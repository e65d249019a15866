// Composes a transactional email to a reader.
import type { Temporal } from 'temporal-polyfill';
import type { ReaderTransactionalKind } from '#core/delivery/transactional-key';
import { senderFrame } from '#core/email/email-frame';
import { written } from '#core/email/render-email';
import type { ComposedMail } from '#core/mime/composed-mail';
import { greetingHtml, greetingText } from '#core/mime/greeting';
import { placeholder } from '#core/mime/placeholders';
import { durationText, RETENTION } from '#core/rules/retention';
import { oneLine } from '#core/text/lines';
import type { SenderProfile } from '#core/transactional/transactional-email';

/** `name`: empty while the address is unconfirmed. `url`: the button's link, for the kinds that have one. */
type TransactionalContent = { senderProfile: SenderProfile; name: string; url: string; at: Temporal.Instant };

type TransactionalTexts = {
  subject: string;
  preheader: string;
  title: string;
  before: string[];
  button?: string;
  after: string[];
  why: string;
};

const UNCONFIRMED_KEPT_FOR = durationText(RETENTION.unconfirmed);
const NOT_YOU = `If it was not you, do nothing. We will not email you, and we forget your address after ${UNCONFIRMED_KEPT_FOR}.`;
const FROM_THE_FORM = 'You get this email because somebody typed your address into the form on our website.';
const KEEP_TO_YOURSELF = 'Keep this email to yourself: whoever has the link can change your emails.';

/** Returns the email of a kind. The same input gives the same email. */
export function composeTransactional(kind: ReaderTransactionalKind, { senderProfile, name, url, at }: TransactionalContent): ComposedMail {
  const { subject, preheader, ...texts } = textsOf(kind, oneLine(senderProfile.name));
  const frameView = senderFrame(senderProfile, { subject, preheader, label: '' });
  const parts = written('transactional', { ...frameView, placeholders: {}, url, ...texts }, { html: '', text: '' });
  return {
    subject,
    preheader,
    html: parts.html.replace(placeholder('greeting'), () => greetingHtml(name)),
    text: parts.text.replace(placeholder('greeting'), () => greetingText(name)),
    date: at.toZonedDateTimeISO(senderProfile.timezone),
  };
}

function textsOf(kind: ReaderTransactionalKind, senderName: string): TransactionalTexts {
  switch (kind) {
    case 'confirm':
      return {
        subject: 'Please confirm that you want our emails',
        preheader: 'One more step. If it was not you, do nothing.',
        title: 'Do you want our emails?',
        before: [
          `Somebody typed your email address into the form for emails from the ${senderName}.`,
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
          `Somebody typed your email address into the form for emails from the ${senderName}. You are on our list already, so nothing has changed.`,
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
        before: [
          `Somebody asked for a fresh link to change the emails that you get from the ${senderName}. It works for 24 hours.`,
          'With it you can also use another address, see what we hold about you, and ask us to forget you.',
        ],
        button: 'Choose which emails you get',
        after: [KEEP_TO_YOURSELF, 'If it was not you, do nothing. Nothing has changed.'],
        why: 'You get this email because somebody asked for it with a link from one of your emails.',
      };
    case 'move':
      return {
        subject: 'Please confirm your new email address',
        preheader: 'One more step. If it was not you, do nothing.',
        title: 'Do you want our emails at this address?',
        before: [
          `Somebody who gets emails from the ${senderName} asked us to send them to this address from now on.`,
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
          `Somebody asked us to send your emails from the ${senderName} to another address from now on.`,
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

// One mail of each kind, as readers get it, for the checks that are too slow or too heavy for every run.
import { Temporal } from 'temporal-polyfill';
import { READER_KINDS } from '#core/delivery/transactional-key';
import { type MailSetting, openMail } from '#core/email-check/opened-mail';
import { layOutTransactional } from '#core/mime/mail-message';
import { composeTransactional } from '#core/transactional/compose-transactional';
import { ORDINARY } from '#tests/core/email-check/shapes';
import { input, messageOf, picture, post, reader, rules } from '#tests/core/email-samples';
import { sampleMorningFacts, summaryMessage } from '#tests/core/transactional/morning-summary-samples';
import { EVERY_ELEMENT } from '#tests/gallery/every-element';

export type Mail = { name: string; to: MailSetting['to']; message: Uint8Array };

/** The pictures in the body of a story, by name and size. */
const IMAGES = ['plan-do-study-act.png', 'ten-minutes-before.png'].map((src) => ({ src, width: 1200, height: 630, sizeBytes: 1 }));

export function mails(): Mail[] {
  const at = Temporal.Instant.from('2020-03-19T09:00:00Z');
  const url = 'https://news.example.org/c/3kTq9-s1gned_word.0123456789abcdef0123456789abcdef';
  const transactionalMails = READER_KINDS.map(
    (kind): Mail => ({
      name: `transactional: ${kind}`,
      to: 'transactional',
      message: layOutTransactional(
        composeTransactional(kind, { senderProfile: rules, name: reader.name, url, at }),
        rules,
        reader.address,
        `${kind}-2020-03-19`,
      ),
    }),
  );
  const summaryMail: Mail = { name: 'morning summary', to: 'transactional', message: summaryMessage(sampleMorningFacts()) };
  const whole = input('alert', [post({ body: EVERY_ELEMENT, image: picture })], { images: IMAGES });
  const all: typeof ORDINARY = [...ORDINARY, ['alert with the whole of Markdown', whole]];
  return [...all.map(([name, given]): Mail => ({ name, to: 'list', message: messageOf(given) })), ...transactionalMails, summaryMail];
}

export function htmlOf({ message, to }: Mail): string {
  return openMail(message, { to, senderProfile: rules }).html;
}

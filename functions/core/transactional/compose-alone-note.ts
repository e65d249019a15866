// The email to colleagues about what somebody let out alone. It goes out at once: the morning summary may come too late to stop anything.
import type { Temporal } from 'temporal-polyfill';
import { senderFrame } from '#core/email/email-frame';
import { written } from '#core/email/render-email';
import { fittedSubject } from '#core/email/subject';
import type { ComposedMail } from '#core/mime/composed-mail';
import { greetingHtml, greetingText } from '#core/mime/greeting';
import { placeholder } from '#core/mime/placeholders';
import { publicationUrl } from '#core/publication/names';
import type { Rules } from '#core/rules/rules';
import { nhsDateTime } from '#core/time/nhs-dates';
import type { LetOut } from '#core/transactional/morning-facts';
import { aloneSentence, shortened } from '#core/transactional/needs';

const WHY = 'You get this email because you approve and send here, or because notes_to in newsroom.yaml names your address.';
const HEADING = 'Look at it';

/** Returns the email about one publication. `now`: when it was let out. */
export function composeAloneNote(letOut: LetOut, rules: Rules, now: Temporal.ZonedDateTime): ComposedMail {
  const { id, name, when } = letOut;
  const sentence = shortened(aloneSentence(letOut));
  const subject = fittedSubject('Let out alone: ', name, '');
  const view = {
    ...senderFrame(rules, { subject, preheader: sentence, label: 'Four eyes' }),
    placeholders: {},
    title: 'Something goes out that only one person has seen',
    lead: `Let out on ${nhsDateTime(now)}. It is due on ${nhsDateTime(when)}. You can stop it or put it right on its page.`,
    parts: [
      {
        heading: HEADING,
        line: '-'.repeat(HEADING.length),
        items: [{ name, url: `${rules.site}${publicationUrl(id)}#let-out`, words: sentence }],
      },
    ],
    desk: `${rules.site}/desk/`,
    why: WHY,
  };
  const parts = written('morning-summary', view, { html: '', text: '' });
  return {
    subject,
    preheader: sentence,
    html: parts.html.replace(placeholder('greeting'), () => greetingHtml('')),
    text: parts.text.replace(placeholder('greeting'), () => greetingText('')),
    date: now,
  };
}

// The morning summary as an email. The tick composes and seals it, so the worker that sends it reads no plan.

import { senderFrame } from '#core/email/email-frame';
import { written } from '#core/email/render-email';
import { fittedSubject } from '#core/email/subject';
import type { ComposedMail } from '#core/mime/composed-mail';
import { greetingHtml, greetingText } from '#core/mime/greeting';
import { placeholder } from '#core/mime/placeholders';
import { count, cutAtWord } from '#core/text/wrap';
import { nhsDateTime } from '#core/time/nhs-dates';
import type { MorningFacts } from '#core/transactional/morning-facts';
import { type MorningItem, type MorningSummary, morningSummaryOf } from '#core/transactional/morning-summary';
import type { Need } from '#core/transactional/needs';
import type { SenderProfile } from '#core/transactional/transactional-email';

const WHY = 'You get this email because notes_to in newsroom.yaml names your address. To stop these notes, take it away there.';

/** Inboxes show 40 to 110 characters of the preheader. */
const PREHEADER_MAX_CHARACTERS = 110;

/** Returns the morning summary of these facts, the same for the same facts; undefined when there is nothing to say. */
export function composeMorningSummary(facts: MorningFacts, senderProfile: SenderProfile): ComposedMail | undefined {
  const morningSummary = morningSummaryOf(facts, senderProfile.site);
  if (!morningSummary) return undefined;
  const lead = `How things stood on ${nhsDateTime(facts.now)}.`;
  const [subject, preheader] = [subjectOf(morningSummary, facts), preheaderOf(morningSummary, lead)];
  const view = {
    ...senderFrame(senderProfile, { subject, preheader, label: 'Morning note' }),
    placeholders: {},
    title: titleOf(morningSummary),
    lead,
    parts: morningSummary.parts.map(({ heading, items, more }) => ({
      heading,
      line: '-'.repeat(heading.length),
      items: items.map(itemView),
      more: more === 0 ? '' : `And ${more} more on the desk`,
    })),
    desk: `${senderProfile.site}/desk/`,
    why: WHY,
  };
  const parts = written('morning-summary', view, { html: '', text: '' });
  return {
    subject,
    preheader,
    html: parts.html.replace(placeholder('greeting'), () => greetingHtml('')),
    text: parts.text.replace(placeholder('greeting'), () => greetingText('')),
    date: facts.now,
  };
}

/** How an item is shown: a need says what happens without her, and how long it takes, and its link has the words of the button. */
type ItemView = Pick<MorningItem, 'name' | 'words' | 'see'> & {
  url?: string;
  otherwise?: string;
  act?: { url: string; words: string; minutes: string };
  also?: Need['also'];
};

function itemView(item: MorningItem | Need): ItemView {
  if (!('kind' in item)) return item;
  const { name, words, otherwise, button, url, minutes, also } = item;
  return { name, words, otherwise, also, act: { url, words: `${button} (${name})`, minutes: `About ${count(minutes, 'minute')}.` } };
}

function titleOf({ needs, wrong }: MorningSummary): string {
  if (needs.length > 0) return `${count(needs.length, 'thing')} ${needs.length === 1 ? 'needs' : 'need'} you`;
  return wrong.length === 0 ? 'Nothing needs you' : `${count(wrong.length, 'thing')} ${wrong.length === 1 ? 'is' : 'are'} not in order`;
}

/** The subject: what needs the programme lead, then what goes out. */
function subjectOf({ needs, wrong, ahead, out, parts }: MorningSummary, facts: MorningFacts): string {
  const today = facts.ahead.every(({ when }) => when.withTimeZone(facts.now.timeZoneId).toPlainDate().equals(facts.now.toPlainDate()));
  const until = today ? 'today' : 'by tomorrow morning';
  const [first] = needs;
  // What a pause stops does not go out.
  const going = facts.ahead.filter(({ waits }) => !waits);
  if (first) {
    const rest = going.length === 0 ? '' : `, and ${kindsOf(going)} ${going.length === 1 ? 'goes' : 'go'} out ${until}`;
    return fittedSubject('Needs you: ', needs.length === 1 ? first.name : `${needs.length} things`, rest);
  }
  const [turned] = wrong;
  if (turned) return fittedSubject('Not in order: ', wrong.length === 1 ? turned.name : `${wrong.length} things`, '');
  if (ahead.length + out.length === 0) return fittedSubject('', parts[0]?.heading ?? '', '');
  const shown = ahead.length > 0 ? ahead : out;
  const others = shown.length > 1 ? `, and ${shown.length - 1} more` : '';
  return fittedSubject(ahead.length > 0 ? `Goes out ${until}: ` : 'Went out: ', shown[0]?.name ?? '', others);
}

/** `3 emails and 1 post`. */
function kindsOf(ahead: MorningFacts['ahead']): string {
  const emails = ahead.filter(({ channel }) => channel === 'email').length;
  const kinds = [emails > 0 ? count(emails, 'email') : '', ahead.length > emails ? count(ahead.length - emails, 'post') : ''];
  return kinds.filter((kind) => kind !== '').join(' and ');
}

/** The preheader: the details of the first item, which the subject lacks. */
function preheaderOf({ needs, parts }: MorningSummary, lead: string): string {
  const [first] = parts.flatMap(({ items }) => items);
  const about = needs.length > 1 ? `${first?.name}: ${first?.words}` : (first?.words ?? '');
  return cutAtWord(`${about} ${lead}`, PREHEADER_MAX_CHARACTERS);
}

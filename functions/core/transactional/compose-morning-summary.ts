// The morning note as a mail. It is composed when it is written down, and sealed: who sends it reads no plan.

import { houseFrame } from '#core/email/email-frame';
import { written } from '#core/email/render-email';
import { fittedSubject } from '#core/email/subject';
import type { ComposedMail } from '#core/mime/composed-mail';
import { greetingHtml, greetingText } from '#core/mime/greeting';
import { slotMark } from '#core/mime/placeholders';
import { count, cutAtWord } from '#core/text/wrap';
import { nhsDateTime } from '#core/time/nhs-dates';
import { type Note, type NoteFacts, noteOf } from '#core/transactional/morning-summary';
import type { LetterHouse } from '#core/transactional/transactional-email';

const WHY = 'You get this email because notes_to in newsroom.yaml names this address. To stop these notes, take that line away.';

/** Inboxes show 40 to 110 characters of it. */
const PREHEADER = 110;

/** The note about these facts; undefined when there is nothing to say. The same facts give the same note. */
export function composeNote(facts: NoteFacts, house: LetterHouse): ComposedMail | undefined {
  const note = noteOf(facts, house.site);
  if (!note) return undefined;
  const lead = `How things stood on ${nhsDateTime(facts.at)}.`;
  const [subject, preheader] = [subjectOf(note, facts), preheaderOf(note, lead)];
  const view = {
    ...houseFrame(house, { subject, preheader, label: 'Morning note' }),
    slots: {},
    title:
      note.needs.length === 0
        ? 'Nothing needs you'
        : `${count(note.needs.length, 'thing')} ${note.needs.length === 1 ? 'needs' : 'need'} you`,
    lead,
    parts: note.parts.map(({ heading, items, more }) => ({
      heading,
      line: '-'.repeat(heading.length),
      items,
      more: more === 0 ? '' : `And ${more} more on the plan`,
    })),
    desk: `${house.site}/desk/`,
    why: WHY,
  };
  const parts = written('morning-summary', view, { html: '', text: '' });
  return {
    subject,
    preheader,
    html: parts.html.replace(slotMark('greeting'), () => greetingHtml('')),
    text: parts.text.replace(slotMark('greeting'), () => greetingText('')),
    date: facts.at,
  };
}

/** The most important thing first: what needs her, then what goes out. */
function subjectOf({ needs, ahead, out }: Note, facts: NoteFacts): string {
  const today = facts.ahead.every(({ when }) => when.withTimeZone(facts.at.timeZoneId).toPlainDate().equals(facts.at.toPlainDate()));
  const until = today ? 'today' : 'by tomorrow morning';
  const [first] = needs;
  if (first) {
    const rest = ahead.length === 0 ? '' : `, and ${goingWords(facts)} ${ahead.length === 1 ? 'goes' : 'go'} out ${until}`;
    return fittedSubject('Needs you: ', needs.length === 1 ? first.name : `${needs.length} things`, rest);
  }
  const shown = ahead.length > 0 ? ahead : out;
  const others = shown.length > 1 ? `, and ${shown.length - 1} more` : '';
  return fittedSubject(ahead.length > 0 ? `Goes out ${until}: ` : 'Went out: ', shown[0]?.name ?? '', others);
}

/** `3 emails and 1 post`. */
function goingWords({ ahead }: NoteFacts): string {
  const emails = ahead.filter(({ channel }) => channel === 'email').length;
  const kinds = [emails > 0 ? count(emails, 'email') : '', ahead.length > emails ? count(ahead.length - emails, 'post') : ''];
  return kinds.filter((words) => words !== '').join(' and ');
}

/** What the first thing is about, which the subject does not say. */
function preheaderOf({ needs, parts }: Note, lead: string): string {
  const [first] = parts.flatMap(({ items }) => items);
  const about = needs.length > 1 ? `${first?.name}: ${first?.words}` : (first?.words ?? '');
  return cutAtWord(`${about} ${lead}`, PREHEADER);
}

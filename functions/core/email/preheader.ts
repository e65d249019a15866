import type { EmailInput } from '#core/email/email-input';
import { eventNews, eventOf } from '#core/email/event-news';
import { eventWhen, placeOf } from '#core/story/event-texts';
import { oneLine } from '#core/text/lines';
import { cutAtWord } from '#core/text/wrap';

/** Inboxes show 40 to 110 characters of the preheader after the subject. */
const MIN_CHARACTERS = 40;
const MAX_CHARACTERS = 110;

/** Returns the line that an inbox shows after the subject. It does not repeat the subject. */
export function preheaderOf(input: EmailInput): string {
  const { stories, rules } = input;
  const fromSentence = `From the ${oneLine(rules.name)}`;
  const said = (stories[0] ? [stories[0].title] : []).map(folded);
  const parts = partsOf(input)
    .map(oneLine)
    .filter((part) => part !== '' && !said.includes(folded(part)));
  return joined([...parts, fromSentence]);
}

/** The parts of the line, the most important first. */
function partsOf(input: EmailInput): string[] {
  const { publication, stories } = input;
  const [first, ...others] = stories;
  if (publication.kind === 'digest')
    return others.length > 0 ? [`Also: ${others.map(({ title }) => oneLine(title)).join('; ')}`] : [first?.summary ?? ''];
  if (publication.kind === 'alert') {
    const author = first?.kind === 'post' ? `By ${oneLine(first.author)}` : '';
    return [first?.preheader ?? '', first?.summary ?? '', author];
  }
  if (publication.kind === 'message') return [first?.preheader ?? '', first?.summary ?? ''];
  const event = eventOf(input);
  const { eventStatus, sentence } = eventNews(input, event);
  if (eventStatus !== 'on' || publication.kind === 'follow-up') return [sentence, event.summary];
  // The editor's preheader belongs to the announcement. Later emails of the event have their own news.
  const written = publication.kind === 'announcement' ? (event.preheader ?? '') : '';
  return [written, [eventWhen(event), placeOf(event)].filter((part) => part !== '').join(', '), event.summary];
}

/** Joins the first part with the next ones, until the line has 40 characters. */
function joined(parts: readonly string[]): string {
  let line = '';
  for (const part of parts) {
    if (line.length >= MIN_CHARACTERS) continue;
    line = line === '' ? part : `${line.replace(/[.:;,]$/, '')}. ${part}`;
  }
  return cutAtWord(line, MAX_CHARACTERS);
}

function folded(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

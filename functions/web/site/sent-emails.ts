// Sent emails as everyone may see them: with all their stories, and without one reader's data.
import type { Temporal } from 'temporal-polyfill';
import { composeEmail } from '#core/email/compose-email';
import type { EmailInput } from '#core/email/email-input';
import { subjectOf } from '#core/email/subject';
import { placeholder, splitAtPlaceholders } from '#core/mime/placeholders';
import { hasBegun, isInUndoWindow, type PublicationId, type PublicationRecord } from '#core/publication/publication';
import type { Rules } from '#core/rules/rules';
import { links } from '#core/site/links';
import { readSnapshot } from '#core/story/snapshot';
import { escapeHtml } from '#core/text/html';
import { byTime } from '#core/time/compare';
import { nhsDate } from '#core/time/nhs-dates';
import type { World } from '#ports';
import { render } from '#templates/pages';

export type SentWorld = Pick<World, 'publications' | 'ledger' | 'texts'>;

/** An email publication that has begun, with its sealed content. */
export type SentRecord = PublicationRecord & { firstAt: Temporal.Instant; snapshot: string };

/** Returns the emails that were sent by now, newest first. */
export async function sentRecords(world: SentWorld, now: Temporal.Instant): Promise<SentRecord[]> {
  const begun = (await world.publications.all()).filter(isSentRecord).filter((record) => !isInUndoWindow(record, now));
  const sent = await Promise.all(begun.map(async (record) => ((await reachedSomebody(world, record)) ? [record] : [])));
  return sent.flat().sort((a, b) => byTime(b.firstAt, a.firstAt) || (a.id < b.id ? -1 : 1));
}

/** Returns the email of this id, if it was sent by now. */
export async function sentRecord(world: SentWorld, id: string, now: Temporal.Instant): Promise<SentRecord | undefined> {
  const record = (await world.publications.all()).filter(isSentRecord).find((one) => one.id === id);
  return record && !isInUndoWindow(record, now) && (await reachedSomebody(world, record)) ? record : undefined;
}

/** A message is for its readers only. */
function isSentRecord(record: PublicationRecord): record is SentRecord {
  return (
    record.channel === 'email' &&
    record.kind !== 'message' &&
    hasBegun(record) &&
    record.firstAt !== undefined &&
    record.snapshot !== undefined
  );
}

/** The emails that have reached a reader, by ledger: each is found out once, because that costs the reading of rows. */
const reached = new WeakMap<SentWorld['ledger'], Set<PublicationId>>();

/** True when a mail of the email was accepted, or a person said that one counts as sent. */
async function reachedSomebody({ ledger }: SentWorld, { id, totals, chunks = 0 }: SentRecord): Promise<boolean> {
  if (totals) return totals.counts.accepted > 0;
  const known = reached.get(ledger) ?? new Set();
  reached.set(ledger, known);
  for (let chunk = 0; chunk < chunks && !known.has(id); chunk += 1) {
    const rows = [...(await ledger.groups(id, chunk)).values()].flatMap((group) => [...group.values()]);
    if (rows.some(({ state }) => state === 'accepted' || state === 'confirmed-sent')) known.add(id);
  }
  return known.has(id);
}

/** Subjects by publication. They never change once sent, and each costs the reading of a snapshot. */
const subjects = new Map<string, string>();
const MOST_SUBJECTS = 2000;

export async function sentSubject(world: SentWorld, record: SentRecord): Promise<string> {
  const key = `${record.id} ${record.snapshot}`;
  const subject = subjects.get(key) ?? subjectOf(await inputOf(world, record));
  if (subjects.size >= MOST_SUBJECTS) subjects.clear();
  subjects.set(key, subject);
  return subject;
}

/** Returns the kind of email, in a reader's words. */
export function sentKind({ id, kind, series = '' }: PublicationRecord): string {
  switch (kind) {
    case 'alert':
      return 'New post';
    case 'digest':
      return `${series.slice(0, 1).toUpperCase()}${series.slice(1)} digest`.trim();
    case 'announcement':
      return 'New event';
    case 'reminder':
      return 'Event reminder';
    case 'follow-up':
      return 'After an event';
    case 'change':
      return 'Change to an event';
    case 'message':
      throw new Error(`${id} is a message: it has no page.`);
    case 'social':
      throw new Error(`${id} is a social post: it is no email.`);
    default:
      return kind satisfies never;
  }
}

/**
 * Renders the email as a page of its own, below a strip that leads back to the site. Not in a frame: a frame is a page inside the page,
 * which a screen reader enters and leaves, with a second scroll bar and a height that cannot be known without script.
 */
export async function sentPage(world: SentWorld, record: SentRecord, currentRules: Rules): Promise<string> {
  const input = await inputOf(world, record);
  const { subject, html } = composeEmail(input);
  const strip = render('site/sent-email-header', {
    publisher: { name: currentRules.name, short: currentRules.shortName === currentRules.name ? '' : currentRules.shortName },
    date: nhsDate(input.at),
    list: links({ site: '' }).sentEmails,
  });
  const shown = withoutPersonalPlaces(html)
    .replaceAll(`="${input.rules.site}/`, '="/')
    .replace(
      /<title>[\s\S]*?<\/title>/,
      () => `<title>${escapeHtml(`${subject} – ${currentRules.name}`)}</title>\n<meta name="robots" content="noindex">`,
    )
    .replace(
      /(<body[^>]*>)([\s\S]*)<\/body>/,
      (_, body: string, mail: string) => `${body}\n${strip}\n<main id="main">${mail}</main>\n</body>`,
    );
  if (splitAtPlaceholders(shown).placeholders.length > 0)
    throw new Error(`${record.id} has a placeholder that its web page does not know: take it out in withoutPersonalPlaces.`);
  return shown;
}

const GREETING = new RegExp(`<p[^>]*>\\s*${placeholder('greeting')}\\s*</p>\\s*`, 'g');
const OWN_LINK = new RegExp(
  `<a [^>]*href="(?:${placeholder('unsubscribe')}|${placeholder('preferences')})"[^>]*>[^<]*</a>(?:<br>)?\\s*`,
  'g',
);
const WHY = /<p[^>]*>You get this email because[^<]*<\/p>\s*/g;

/** Removes the greeting, the reader's own links, and the sentence on why the reader gets the email. */
function withoutPersonalPlaces(html: string): string {
  return html.replace(GREETING, '').replace(OWN_LINK, '').replace(WHY, '');
}

async function inputOf({ texts }: SentWorld, record: SentRecord): Promise<EmailInput> {
  const { rules, stories, images } = readSnapshot(await texts.get(record.snapshot));
  const shown = record.stories.flatMap((slug) => stories.get(slug) ?? []);
  const at = record.firstAt.toZonedDateTimeISO(rules.timezone);
  return {
    publication: record,
    stories: shown,
    rules,
    at,
    images,
    page: true,
    ...(record.previousFacts ? { previousFacts: record.previousFacts } : {}),
  };
}

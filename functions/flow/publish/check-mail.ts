import { emailTemplates } from '#core/email/render-email';
import { checkEmail, type EmailFinding } from '#core/email-check/check';
import { fillMail, prepareMail } from '#core/mime/mail-message';
import type { Publication, PublicationId } from '#core/publication/publication';
import { rememberedByRules } from '#core/rules/remembered-by-rules';
import type { Rules } from '#core/rules/rules';
import { links } from '#core/site/links';
import type { Newsroom } from '#core/story/snapshot';
import { isPublic, type Story } from '#core/story/story';
import { byTime } from '#core/time/compare';
import { composeWithNote } from '#flow/email/compose-mail';
import type { Planned } from '#flow/publish/plan';
import type { Sources } from '#flow/publish/read-content';
import { previousFactsOf, shownBy } from '#flow/publish/shown-stories';

type Written = Pick<Planned, 'newsroom' | 'sources' | 'records'>;

/** Findings by what the mail is made from: a waiting mail is the same at each tick and on each page, and composing it costs time. */
const remembered = rememberedByRules<EmailFinding[]>(64, emailTemplates);

/**
 * Returns the checklist's findings on a publication's mail, composed for its due time, from the bytes that a reader would get. The mail
 * has all stories of the publication. Readers who chose topics get fewer, and a blocking finding is about one story or a pair of them.
 */
export function mailFindings(publication: Publication, planned: Written): EmailFinding[] {
  const { rules } = planned.newsroom;
  const shown = shownBy(publication, planned);
  const { previousFacts } = previousFactsOf(shown, planned);
  const { pages, written } = sharedBy(planned);
  const key = `${JSON.stringify([publication, shown, previousFacts])}\n${written}`;
  return remembered(rules, key, () => {
    const composed = { stories: shown, rules, images: planned.sources.images, previousFacts };
    const { laidOut, shortened } = composeWithNote(publication, publication.due.toInstant(), composed);
    const found = checkEmail(fillMail(prepareMail(laidOut), aReader(rules)), { to: 'list', senderProfile: rules, pages });
    if (shortened !== undefined) found.push({ rule: 'shortened', level: 'warns', fixedBy: 'editor', sentence: shortened });
    return found;
  });
}

type Shared = Pick<Newsroom, 'rules'> & Pick<Sources, 'images'> & { pages: ReadonlySet<string>; written: string };
/** By the list of stories: it stays the same until a file is another one. */
const shared = new WeakMap<readonly Story[], Shared>();

/** What the findings on all mails of a plan depend on: the pages of the site, and the pictures. `written`: the same as text. */
function sharedBy({ newsroom: { rules, stories }, sources: { images } }: Written): Shared {
  const before = shared.get(stories);
  if (before?.rules === rules && before.images === images) return before;
  const site = links(rules);
  const pages = stories.filter(isPublic).map((story) => site.story(story));
  const now = { rules, images, pages: new Set(pages), written: JSON.stringify([pages, images]) };
  shared.set(stories, now);
  return now;
}

/** How many of the next mails the plan checks: a check costs some ten milliseconds. */
const AHEAD = 40;

/** Returns the findings on the next mails as they would read today. Changes nothing. */
export function forecastMails(planned: Planned): Map<PublicationId, EmailFinding[]> {
  const begun = new Set(planned.records.filter((record) => record.begun !== undefined).map(({ id }) => id));
  const ahead = planned.publications
    .filter(({ id, channel, decision, stories }) => channel === 'email' && decision === 'go' && stories.length > 0 && !begun.has(id))
    .toSorted((a, b) => byTime(a.due, b.due))
    .slice(0, AHEAD);
  return new Map(ahead.map((publication) => [publication.id, mailFindings(publication, planned)]));
}

/** Returns why a mail waits; undefined when nothing blocks it. */
export function whyMailWaits(findings: readonly EmailFinding[]): string | undefined {
  const wrong = whatBlocks(findings);
  return wrong && `It waits until it is put right. ${wrong}`;
}

/** Returns what blocks a mail, in sentences; undefined when nothing does. */
export function whatBlocks(findings: readonly EmailFinding[]): string | undefined {
  const blocking = findings.filter(({ level }) => level === 'blocks');
  if (blocking.length === 0) return undefined;
  const wrong = [...new Set(blocking.map(({ sentence }) => sentence))].join(' ');
  const ours = blocking.some(({ fixedBy }) => fixedBy === 'newsroom')
    ? ' Not all of this is in the story: tell whoever looks after the newsroom.'
    : '';
  return `${wrong}${ours}`;
}

/** A made-up reader, with links of real length and words that occur nowhere else in a mail. */
function aReader(rules: Pick<Rules, 'site'>) {
  const site = links(rules);
  const token = (purpose: string) => `${purpose}-of-a-reader-who-does-not-exist.0123456789abcdef0123456789abcdef`;
  return {
    address: 'reader-who-does-not-exist@example.org',
    name: 'Sam',
    unsubscribe: site.unsubscribe(token('unsubscribe')),
    preferences: site.preferences(token('choices')),
  };
}

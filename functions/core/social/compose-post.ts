import type { Temporal } from 'temporal-polyfill';
import { extraOf } from '#core/publication/extra-post';
import type { ChannelName, Publication } from '#core/publication/publication';
import type { Rules } from '#core/rules/rules';
import { links } from '#core/site/links';
import { utmLink } from '#core/site/utm-link';
import { cleanText, linksIn, mend } from '#core/social/clean-text';
import { lintSocialPost, type SocialFinding } from '#core/social/post-lint';
import { type PostMedia, postMedia } from '#core/social/post-media';
import { type SocialView, socialTemplate, socialView, waysToSay } from '#core/social/post-templates';
import { priceMilliUsd } from '#core/social/x-budget';
import { fits, POST_LIMIT, shortenings, splitText, weigh } from '#core/social/x-length';
import { isPublic, type Story } from '#core/story/story';
import { lastWords } from '#core/text/wrap';
import { inUse, render } from '#templates/social';

/** The templates in use: another object once they are others. */
export const socialTemplates: () => object = inUse;

/** A composed post. `parts`: the first is the post, and each other replies to the one before. */
export type SocialPost = {
  parts: { text: string; media: PostMedia[] }[];
  /** The weight of each part, of X's 280. */
  weight: number[];
  /** The price in thousandths of a dollar. Bluesky is free. */
  priceMilliUsd: number;
  links: string[];
  /** The lint's findings, blocking ones first. */
  findings: SocialFinding[];
};

/** `said`: texts already posted about this story; the new one must differ. */
export type SocialInput = {
  publication: Publication;
  story: Story;
  rules: Rules;
  at: Temporal.ZonedDateTime;
  said?: ReadonlySet<string>;
};

/** Room for " (99/99)" at the end of a part, and for a full stop before a name at its start. */
const NUMBERING_CHARACTERS = 9;

/** A summary cut to fewer words than this is left out. */
const MIN_WORDS = 5;

/** A cut summary must not end in a word that leads to the next one, or in the first one or two words of a sentence. */
const LOOSE_END =
  /(?:\s(?:an?|the|and|or|but|of|to|in|on|at|by|for|from|with|into|about|as|than|that|which|who|whose|what|how|when|where|is|are|was|were|be|has|have|had|will|can|may|not|they|we|it|our|their|its|your)|[.!?]\s+\S+(?:\s\S+)?)…$/iu;

/**
 * Returns the post about `story`: the editor's own text if there is one, else a template's, cut to fit. Of the template's wordings it
 * takes the first that is not in `said`. The same input gives the same post. `at`: when it goes out.
 */
export function composeSocialPost({ publication, story, rules, at, said = new Set() }: SocialInput): SocialPost {
  if (!isPublic(story)) throw new Error(`${publication.id} tells of the message ${story.slug}, which has no page.`);
  const plain = links(rules).story(story);
  const link = utmLink(plain, { source: publication.channel, medium: 'social', story: story.slug, publication: publication.id }, rules);
  const own = ownText(publication, story);
  const view = socialView(story, rules, link, at);
  const written =
    own.text === undefined ? fromTemplate(publication, story, view, said) : fromOwnText(withLink(own.text, plain, link), plain, link);
  const { texts } = written;
  const { media, findings } = postMedia(story, rules);
  const parts = texts.map((text, part) => ({ text, media: part === 0 ? media : [] }));
  const found = texts.flatMap((text) => linksOf(text, link));
  return {
    parts,
    weight: texts.map((text) => weigh(text).weight),
    priceMilliUsd: PRICE_MILLI_USD[publication.channel](parts, link),
    links: [...new Set(found)],
    findings: [...lintSocialPost({ parts, link, said }), ...own.findings, ...written.findings, ...findings],
  };
}

type PriceMilliUsd = (parts: SocialPost['parts'], link: string) => number;

const PRICE_MILLI_USD: Record<ChannelName, PriceMilliUsd> = { email: () => 0, x: priceOnXMilliUsd, bluesky: () => 0 };

function priceOnXMilliUsd(parts: SocialPost['parts'], link: string): number {
  return parts.reduce((sum, { text, media }) => sum + priceMilliUsd({ links: linksOf(text, link).length, images: media.length }), 0);
}

/** Returns the editor's own text for this post, without accidental links, replies and stock symbols. */
function ownText(publication: Publication, story: Story): { text?: string; findings: SocialFinding[] } {
  const isFirst = publication.before === undefined && publication.change === undefined && publication.extra === undefined;
  const written = extraOf(publication, story)?.text ?? (isFirst ? story.social?.text : undefined);
  if (written === undefined) return { findings: [] };
  if (story.kind === 'event' && story.status !== 'confirmed') {
    const sentence = `The event is ${story.status}, so the post does not use your own text for X, which may still invite people.`;
    return { findings: [{ rule: 'own-text', level: 'warns', sentence }] };
  }
  const clean = cleanText(written);
  const text = mend(clean);
  if (text === '') return { findings: [] };
  return { text, findings: text === clean ? [] : [MENDED] };
}

const MENDED: SocialFinding = {
  rule: 'mended',
  level: 'warns',
  sentence: 'X would have made a link, a reply or a stock symbol of some of your words, so that one sign is different. Look at the post.',
};

type Written = { texts: string[]; findings: SocialFinding[] };

/** Puts the link that the rules ask for where the editor's text has the story's plain link, in whatever form people write one. */
function withLink(text: string, plain: string, link: string): string {
  const place = plain.replace(/^https?:\/\//u, '').replaceAll(/[.*+?^${}()|[\]\\]/gu, '\\$&');
  const found = new RegExp(`(?<![\\w@/.-])(?:https?://)?(?:www\\.)?${place}/?(?![\\w/?#&=%-]|\\.\\w)`, 'giu');
  return text.replaceAll(found, () => link);
}

/** A link in the text to anything else than the story is no link to the story. */
function fromOwnText(text: string, plain: string, link: string): Written {
  const leads = (found: string) => found === link || pageOf(found) === pageOf(plain);
  const ending = linksOf(text, link).some(leads) ? '' : `\n\n${link}`;
  const whole = `${text}${ending}`;
  if (fits(whole)) return { texts: [whole], findings: [] };
  const parts = splitText(text, POST_LIMIT - NUMBERING_CHARACTERS);
  const last = parts.pop() ?? '';
  // The link needs words beside it: a last part without room for it is cut once more.
  const end = splitText(last, POST_LIMIT - NUMBERING_CHARACTERS - weigh(ending).weight);
  const all = [...parts, ...end];
  const texts = all.map((part, i) => mend(`${part} (${i + 1}/${all.length})${i === all.length - 1 ? ending : ''}`));
  return { texts, findings: [] };
}

/** Returns the page that a link leads to, without its scheme, query and fragment. */
function pageOf(link: string): string {
  return link
    .replace(/^https?:\/\//iu, '')
    .replace(/^www\./iu, '')
    .replace(/[?#].*$/u, '')
    .replace(/\/$/u, '')
    .toLowerCase();
}

function fromTemplate(publication: Publication, story: Story, view: Omit<SocialView, 'way'>, said: ReadonlySet<string>): Written {
  const { name, ways } = socialTemplate(publication, story);
  let best: Version = { text: view.link };
  for (const way of waysToSay(publication, story, ways)) {
    best = firstFitting(versions({ ...view, way: { [way]: true } }, (changed) => layOut(render(name, changed)))) ?? { text: view.link };
    if (!said.has(best.text)) break;
  }
  const cuts = [best.cut, ...cutAsides(story, view, best.text)].filter((sentence) => sentence !== undefined);
  const isMended = [view.title, view.summary].some(
    (words) => mend(words) !== words && !best.text.includes(words) && best.cut === undefined,
  );
  return {
    texts: [best.text],
    findings: [...cuts.map((sentence): SocialFinding => ({ rule: 'cut', level: 'warns', sentence })), ...(isMended ? [MENDED] : [])],
  };
}

/** Names and places are cut before the post is made. */
function cutAsides(story: Story, { author, place }: Omit<SocialView, 'way'>, text: string): string[] {
  const whole = story.kind === 'post' ? story.author : story.kind === 'event' ? (story.venue ?? '') : '';
  const kept = story.kind === 'post' ? author : place;
  const isCut = kept.endsWith('…') && !whole.endsWith('…') && text.includes(kept);
  return isCut ? [cutSentence(story.kind === 'post' ? 'author' : 'venue', kept)] : [];
}

/** A post as it may go out. `cut`: one sentence on what of the story's words it lacks. */
type Version = { text: string; cut?: string };

function firstFitting(all: Iterable<Version>): Version | undefined {
  for (const version of all) if (fits(version.text)) return version;
  return undefined;
}

/** Yields the post from longest to shortest: first without hashtags, then with less summary, then with less title. The link stays. */
function* versions(view: SocialView, write: (view: SocialView) => string): Generator<Version> {
  yield { text: write(view) };
  const plain = { ...view, hashtags: '' };
  yield { text: write(plain) };
  for (const summary of beginnings(view.summary)) yield { text: write({ ...plain, summary }), cut: cutSentence('summary', summary) };
  const bare = { ...plain, summary: '' };
  yield { text: write(bare), cut: NO_SUMMARY };
  for (const title of shortenings(view.title))
    if (title !== '') yield { text: write({ ...bare, title }), cut: cutSentence('title', title) };
  for (const title of shortenings(view.title)) yield { text: layOut(`${title}\n\n${view.link}`), cut: cutSentence('title', title) };
}

const OWN_WORDS = 'Write a shorter one, or give the post a text of its own in the story, under "social".';
const NO_SUMMARY = `The post has no room for the summary. ${OWN_WORDS}`;

function cutSentence(what: 'summary' | 'title' | 'author' | 'venue', kept: string): string {
  return `The ${what} is too long for this post, which has it only up to "${lastWords(kept).replace(/\.$/u, '')}". ${OWN_WORDS}`;
}

/** Yields ever shorter beginnings of a summary that make sense: they end with a sentence or an ellipsis, not with a loose word. */
function* beginnings(summary: string): Generator<string> {
  for (const cut of shortenings(summary)) {
    if (cut.split(' ').length < MIN_WORDS) return;
    if (LOOSE_END.test(cut)) continue;
    const [, sentence] = /^(.*[^.])…$/u.exec(cut) ?? [];
    yield sentence !== undefined && summary.startsWith(`${sentence}. `) ? `${sentence}.` : cut;
  }
}

/** Removes the spaces and blank lines that a template leaves where a field is empty. */
function layOut(text: string): string {
  return mend(
    text
      .replace(/[ \t]+$/gm, '')
      .replace(/\n{3,}/g, '\n\n')
      .trim(),
  );
}

/** Returns the links of a text. On one machine the story's link is to 127.0.0.1, which X makes no link of, but it counts as one. */
function linksOf(text: string, link: string): string[] {
  const found = linksIn(text);
  return text.includes(link) && !found.includes(link) ? [...found, link] : found;
}

import type { Temporal } from 'temporal-polyfill';
import { extraOf } from '#core/publication/extra-post';
import type { ChannelName, Publication } from '#core/publication/publication';
import type { Rules } from '#core/rules/rules';
import { links } from '#core/site/links';
import { utmLink } from '#core/site/utm-link';
import { cleanText, isWritten, linksIn, mend } from '#core/social/clean-text';
import { lintSocialPost, type SocialFinding } from '#core/social/post-lint';
import { type PostMedia, postMedia } from '#core/social/post-media';
import { type SocialView, socialTemplate, socialView, waysToSay } from '#core/social/post-templates';
import { priceMilliUsd } from '#core/social/x-budget';
import { fits, fitText, POST_LIMIT, shortenings, splitText, weigh } from '#core/social/x-length';
import type { Story } from '#core/story/story';
import { render } from '#templates/social';

/** `parts`: the first is the post, each other replies to the one before. */
export type SocialPost = {
  parts: { text: string; media: PostMedia[] }[];
  /** Of 280, for each part. */
  weight: number[];
  /** What it costs, in thousandths of a dollar: X asks a price, and Bluesky none. */
  priceMilliUsd: number;
  links: string[];
  /** What is wrong with it, what blocks first. */
  findings: SocialFinding[];
};

/** `said`: what the account says of this story in its other posts. */
export type SocialInput = {
  publication: Publication;
  story: Story;
  rules: Rules;
  at: Temporal.ZonedDateTime;
  said?: ReadonlySet<string>;
};

/** Room for " (99/99)" at the end of a part, and for the full stop before a name at its start. */
const NUMBERING_CHARACTERS = 9;

/** A summary cut to fewer words than this says nothing. */
const MIN_WORDS = 5;

/** Nor does one end well in a word that only leads to the next, or in the first words of a sentence. */
const LOOSE_END =
  /(?:\s(?:an?|the|and|or|but|of|to|in|on|at|by|for|from|with|into|about|as|than|that|which|who|whose|what|how|when|where|is|are|was|were|be|has|have|had|will|can|may|not|they|we|it|our|their|its|your)|[.!?]\s+\S+(?:\s\S+)?)…$/iu;

/**
 * The post that tells of `story`: the editor's own words if she wrote some for it, else a template's, fitted, in the first
 * way that the account has not said already. The same input gives the same post. `at` is when it goes out.
 */
export function composeSocialPost({ publication, story, rules, at, said = new Set() }: SocialInput): SocialPost {
  const plain = links(rules).story(story);
  const link = utmLink(plain, { source: publication.channel, medium: 'social', story: story.slug, publication: publication.id }, rules);
  const own = ownText(publication, story);
  const view = socialView(story, rules, link, at);
  const texts =
    own.text === undefined ? [fromTemplate(publication, story, view, said)] : fromOwnText(withLink(own.text, plain, link), link);
  const { media, findings } = postMedia(story, rules);
  const parts = texts.map((text, part) => ({ text, media: part === 0 ? media : [] }));
  const found = texts.flatMap((text) => linksOf(text, link));
  return {
    parts,
    weight: texts.map((text) => weigh(text).weight),
    priceMilliUsd: PRICE_MILLI_USD[publication.channel](parts, link),
    links: [...new Set(found)],
    findings: [...lintSocialPost({ parts, link, said }), ...own.findings, ...findings],
  };
}

type PriceMilliUsd = (parts: SocialPost['parts'], link: string) => number;

const PRICE_MILLI_USD: Record<ChannelName, PriceMilliUsd> = { email: () => 0, x: priceOnXMilliUsd, bluesky: () => 0 };

function priceOnXMilliUsd(parts: SocialPost['parts'], link: string): number {
  return parts.reduce((sum, { text, media }) => sum + priceMilliUsd({ links: linksOf(text, link).length, images: media.length }), 0);
}

/** What the editor wrote for this very post, mended. */
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
  const sentence =
    'X would have made a link, a reply or a stock symbol of some of your words, so that one sign is different. Look at the post.';
  return { text, findings: text === clean ? [] : [{ rule: 'mended', level: 'warns', sentence }] };
}

/** Where she wrote the story's link herself, it becomes the one that the rules ask for. */
function withLink(text: string, plain: string, link: string): string {
  const ends = /^(?![\w/?#&=%-])/;
  return text.split(plain).reduce((before, after) => `${before}${ends.test(after) ? link : plain}${after}`);
}

function fromOwnText(text: string, link: string): string[] {
  const ending = linksOf(text, link).some(isWritten) ? '' : `\n\n${link}`;
  const whole = `${text}${ending}`;
  if (fits(whole)) return [whole];
  const parts = splitText(text, POST_LIMIT - NUMBERING_CHARACTERS);
  const last = parts.pop() ?? '';
  // The link goes with words: when the last part has no room for it, that is cut once more.
  const end = splitText(last, POST_LIMIT - NUMBERING_CHARACTERS - weigh(ending).weight);
  const all = [...parts, ...end];
  return all.map((part, i) => mend(`${part} (${i + 1}/${all.length})${i === all.length - 1 ? ending : ''}`));
}

function fromTemplate(publication: Publication, story: Story, view: Omit<SocialView, 'way'>, said: ReadonlySet<string>): string {
  const { name, ways } = socialTemplate(publication, story);
  let text = view.link;
  for (const way of waysToSay(publication, story, ways)) {
    text = fitText(versions({ ...view, way: { [way]: true } }, (changed) => layOut(render(name, changed)))) ?? view.link;
    if (!said.has(text)) break;
  }
  return text;
}

/** The post from fullest to barest: first the hashtags go, then the summary's end, then the title's, and the link never. */
function* versions(view: SocialView, write: (view: SocialView) => string): Generator<string> {
  yield write(view);
  const plain = { ...view, hashtags: '' };
  yield write(plain);
  for (const summary of beginnings(view.summary)) yield write({ ...plain, summary });
  const bare = { ...plain, summary: '' };
  yield write(bare);
  for (const title of shortenings(view.title)) if (title !== '') yield write({ ...bare, title });
  for (const title of shortenings(view.title)) yield layOut(`${title}\n\n${view.link}`);
}

/** Ever shorter beginnings of a summary that say something: a whole sentence where one ends, and never a word or two of the next. */
function* beginnings(summary: string): Generator<string> {
  for (const cut of shortenings(summary)) {
    if (cut.split(' ').length < MIN_WORDS) return;
    if (LOOSE_END.test(cut)) continue;
    const [, sentence] = /^(.*[^.])…$/u.exec(cut) ?? [];
    yield sentence !== undefined && summary.startsWith(`${sentence}. `) ? `${sentence}.` : cut;
  }
}

/** Templates are written to be read: what they leave open when a field is empty is closed here. */
function layOut(text: string): string {
  return mend(
    text
      .replace(/[ \t]+$/gm, '')
      .replace(/\n{3,}/g, '\n\n')
      .trim(),
  );
}

/** On one's own machine the link is to 127.0.0.1, which X would not make a link of; its price and place are the same. */
function linksOf(text: string, link: string): string[] {
  const found = linksIn(text);
  return text.includes(link) && !found.includes(link) ? [...found, link] : found;
}

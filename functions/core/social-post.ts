import type { Temporal } from 'temporal-polyfill';
import { links } from '#core/links';
import type { Publication } from '#core/publication';
import type { Rules } from '#core/rules';
import { cleanText, linksIn, mend, socialProblems } from '#core/social-mend';
import { type SocialView, socialTemplate, socialView } from '#core/social-wording';
import type { Story } from '#core/story';
import { fits, fitText, POST_LIMIT, shortenings, splitText, weigh } from '#core/weighted-text';
import { render } from '#templates/social';

/** `parts`: the first is the post, each other replies to the one before. `src` is as in the story's image. */
export type SocialPost = {
  parts: { text: string; media: { src: string; alt: string }[] }[];
  /** Of 280, for each part. */
  weight: number[];
  priceUsd: number;
  links: string[];
  /** What a person should look at before it goes out, one plain sentence each. */
  problems: string[];
};

/** Thousandths of a dollar (X API pricing since 2026-04-20). A media metadata call is what carries the alt text. */
const PRICE = { withLink: 200, withoutLink: 15, mediaMetadata: 5 };
/** X API, POST /2/media/metadata. */
const ALT_LIMIT = 1_000;
/** Room for " (99/99)" at the end of a part, and for the full stop before a name at its start. */
const NUMBERING = 9;
/** A summary cut to fewer words than this says nothing. */
const WORTH_READING = 5;

/**
 * The post on X that tells of `story`: the editor's own words if it is the story's first post and she wrote some, else a
 * template's, fitted. The same input gives the same post. `at` is when it goes out.
 */
export function composeSocialPost({
  publication,
  story,
  rules,
  at,
}: {
  publication: Publication;
  story: Story;
  rules: Rules;
  at: Temporal.ZonedDateTime;
}): SocialPost {
  const link = links(rules).story(story);
  const own = ownText(publication, story);
  const texts = own.text === undefined ? [fromTemplate(publication, story, rules, at)] : fromOwnText(own.text, link);
  const media = story.image ? [{ src: story.image.src, alt: story.image.alt.slice(0, ALT_LIMIT).toWellFormed() }] : [];
  const parts = texts.map((text, part) => ({ text, media: part === 0 ? media : [] }));
  const found = texts.flatMap((text) => linksOf(text, link));
  return {
    parts,
    weight: texts.map((text) => weigh(text).weight),
    priceUsd: parts.reduce((sum, part) => sum + price(part, link), 0) / 1_000,
    links: [...new Set(found)],
    problems: [
      ...own.problems,
      ...new Set(texts.flatMap((text) => socialProblems(text, link))),
      ...(story.image && story.image.alt.length > ALT_LIMIT
        ? [`The image's alt text is longer than the ${ALT_LIMIT} characters that X takes. Shorten it.`]
        : []),
    ],
  };
}

function ownText(publication: Publication, story: Story): { text?: string; problems: string[] } {
  const isFirst = publication.before === undefined && publication.change === undefined;
  if (!isFirst || story.social === undefined) return { problems: [] };
  if (story.kind === 'event' && story.status !== 'confirmed') {
    return { problems: [`The event is ${story.status}, so the post does not use your own text for X, which may still invite people.`] };
  }
  const text = mend(cleanText(story.social.text));
  return text === '' ? { problems: [] } : { text, problems: [] };
}

function fromOwnText(text: string, link: string): string[] {
  const ending = linksOf(text, link).length > 0 ? '' : `\n\n${link}`;
  const whole = `${text}${ending}`;
  if (fits(whole)) return [whole];
  const parts = splitText(text, POST_LIMIT - NUMBERING);
  const last = parts.pop() ?? '';
  // The link goes with words: when the last part has no room for it, that is cut once more.
  const end = splitText(last, POST_LIMIT - NUMBERING - weigh(ending).weight);
  const all = [...parts, ...end];
  return all.map((part, i) => mend(`${part} (${i + 1}/${all.length})${i === all.length - 1 ? ending : ''}`));
}

function fromTemplate(publication: Publication, story: Story, rules: Rules, at: Temporal.ZonedDateTime): string {
  const { name, ways } = socialTemplate(publication, story);
  const view = socialView(publication, story, rules, ways, at);
  return fitText(versions(view, (changed) => layOut(render(name, changed)))) ?? view.link;
}

/** The post from fullest to barest: first the hashtags go, then the summary's end, then the title's, and the link never. */
function* versions(view: SocialView, write: (view: SocialView) => string): Generator<string> {
  yield write(view);
  const plain = { ...view, hashtags: '' };
  yield write(plain);
  for (const summary of shortenings(view.summary)) {
    if (summary.split(' ').length < WORTH_READING) break;
    yield write({ ...plain, summary });
  }
  const bare = { ...plain, summary: '' };
  yield write(bare);
  for (const title of shortenings(view.title)) if (title !== '') yield write({ ...bare, title });
  for (const title of shortenings(view.title)) yield layOut(`${title}\n\n${view.link}`);
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

function price(part: { text: string; media: unknown[] }, link: string): number {
  return (linksOf(part.text, link).length > 0 ? PRICE.withLink : PRICE.withoutLink) + part.media.length * PRICE.mediaMetadata;
}

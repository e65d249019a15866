// The lint of a social post. Each rule has a name and a reason (`why`, for developers).
import twitter from 'twitter-text';
import { accidentalLink, bareLinks, isWritten, linksIn } from '#core/social/clean-text';
import { emojiIn, hashtagsIn } from '#core/social/text-parts';
import { weigh } from '#core/social/x-length';
import { sentencesIn } from '#core/text/sentences';
import { isShouted } from '#core/text/shouting';

export type LintedPart = { text: string; media: readonly { src: string; alt: string }[] };

/** `link`: the story's own. `said`: texts of the account's other posts about the story. */
export type LintedPost = { parts: readonly LintedPart[]; link: string; said: ReadonlySet<string> };

export type SocialRule = {
  id: string;
  /** `blocks`: the post waits until it is corrected. `warns`: it goes out, and the desk shows the warning before. */
  level: 'blocks' | 'warns';
  /** The harm of breaking the rule. */
  why: string;
  /** Returns a sentence with the remedy for each thing that is wrong. */
  check(post: LintedPost): string[];
};

export type SocialFinding = { rule: string; level: SocialRule['level']; sentence: string };

/** X's own limit (POST /2/media/metadata). */
const ALT_MAX_CHARACTERS = 1_000;
const MOST = { hashtags: 2, emoji: 3, words: 25 };

const ofText = (check: (text: string, post: LintedPost) => string[]) => (post: LintedPost) => [
  ...new Set(post.parts.flatMap(({ text }) => check(text, post))),
];
const ofAlt = (check: (alt: string, src: string, post: LintedPost) => string | undefined) => (post: LintedPost) =>
  post.parts.flatMap(({ media }) => media.flatMap(({ alt, src }) => check(alt.trim(), src, post) ?? []));
const makesALink = (found: string) =>
  `X makes a link of "${found}". If you do not mean one, put a space after the full stop; if you do, write https:// before it.`;

export const socialRules: readonly SocialRule[] = [
  {
    id: 'length',
    level: 'blocks',
    why: 'X refuses a post of more than 280 characters as it counts them, an empty one, and one with a character that it does not take.',
    check: ofText((text) =>
      weigh(text).valid
        ? []
        : ['X would refuse this text: it is empty, too long or holds a character that X does not take. Write it again in other words.'],
    ),
  },
  {
    id: 'link',
    level: 'blocks',
    why: 'A post without a link leads nowhere.',
    check: ({ parts, link }) =>
      parts.some(({ text }) => text.includes(link) || linksIn(text).some(isWritten))
        ? []
        : [`The post has no link. Put ${link} at its end.`],
  },
  {
    id: 'repeat',
    level: 'blocks',
    why: 'X refuses a text that is on the account already, and its rules forbid the same text on several accounts.',
    check: ({ parts, said }) => {
      const texts = parts.map(({ text }) => text);
      return texts.some((text, i) => said.has(text) || texts.indexOf(text) !== i)
        ? ['Another post of this story says the very same, and X refuses what it has seen. Write other words for one of them.']
        : [];
    },
  },
  {
    id: 'accidental-link',
    // It may be a name: Canada.ca, Amazon.co. So it never keeps a post back.
    level: 'warns',
    why: 'X makes a link of words around a full stop, such as "care.it": readers land anywhere, and the post costs thirteen times as much.',
    check: ofText((text, { link }) => bareLinks(text, link).filter(accidentalLink).map(makesALink)),
  },
  {
    id: 'bare-link',
    level: 'warns',
    why: 'An address without https:// is a link on X, and is priced as one; elsewhere it is plain text.',
    check: ofText((text, { link }) =>
      bareLinks(text, link)
        .filter((found) => !accidentalLink(found))
        .map(makesALink),
    ),
  },
  {
    id: 'one-link',
    level: 'warns',
    why: 'One link is easier to follow: with two, readers do not know which to choose.',
    check: ofText((text, { link }) =>
      linksIn(text)
        .filter((found) => found !== link && /^https?:/i.test(found))
        .map((found) => `The post holds another link than the story's: ${found}. One link is easier to follow, so take it out if you can.`),
    ),
  },
  {
    id: 'short-link',
    level: 'warns',
    why: 'A shortened link hides where it leads, and careful readers do not follow it (NIHR).',
    check: ofText((text) =>
      linksIn(text)
        .filter((found) =>
          /^(?:https?:\/\/)?(?:www\.)?(?:bit\.ly|buff\.ly|ow\.ly|tinyurl\.com|t\.co|is\.gd|rb\.gy|lnkd\.in|goo\.gl)\//i.test(found),
        )
        .map((found) => `"${found}" hides where it leads. Write the whole address: on X it counts as 23 characters however long it is.`),
    ),
  },
  {
    id: 'vague-link',
    level: 'warns',
    why: 'A reader who listens to the links alone hears "click here" without its context.',
    check: ofText((text) =>
      /\b(?:click|tap|press) (?:here|below|the link)\b|\blink in bio\b/iu.test(text)
        ? ['"Click here" says nothing to whoever hears it read out. Say what is behind the link.']
        : [],
    ),
  },
  {
    id: 'mailbox',
    level: 'warns',
    why: 'Programs collect email addresses from posts, and X makes no link of one.',
    check: ofText((text) =>
      /[\w.+-]+@[\w-]+\.\w/u.test(withoutLinks(text))
        ? ['The post has an email address in it, which anyone can collect. Say it on the page that the post leads to instead.']
        : [],
    ),
  },
  {
    id: 'reply',
    level: 'blocks',
    why: 'A post that begins with a name is a reply, which hardly anybody is shown.',
    check: ofText((text) =>
      twitter.extractReplies(text) === null
        ? []
        : ['The post begins with a name, so that X shows it to hardly anybody. Put a word before it.'],
    ),
  },
  {
    id: 'mention',
    level: 'warns',
    why: 'X restricts mentions by apps since February 2026, and a mention that was not asked for is unwelcome.',
    check: ofText((text) =>
      twitter
        .extractMentions(text)
        .map((name) => `The post mentions @${name}. X may refuse mentions by an app: write the name without the @.`),
    ),
  },
  {
    id: 'cashtags',
    level: 'blocks',
    why: 'X refuses a post by an app with two stock symbols.',
    check: ofText((text) =>
      twitter.extractCashtags(text).length > 1
        ? ['X takes "$" and letters for a stock symbol, and refuses a post with two. Write one of them in another way.']
        : [],
    ),
  },
  {
    id: 'hashtag-case',
    level: 'blocks',
    why: 'A screen reader reads #QualityImprovement as two words, and #qualityimprovement as none.',
    check: ofText((text) =>
      hashtagsIn(text)
        .filter(isRunTogether)
        .map((tag) => `#${tag} cannot be read out. Begin each word in it with a capital, as in #PatientSafety.`),
    ),
  },
  {
    id: 'hashtags',
    level: 'warns',
    why: 'More than two hashtags, or hashtags within a sentence, get in the way of reading (GCS).',
    check: ofText((text) => {
      const tags = hashtagsIn(text);
      const inside = hashtagsIn(contentOf(text)).length > 0;
      return [
        ...(tags.length > MOST.hashtags ? [`There are ${tags.length} hashtags. Two are enough: leave the others out.`] : []),
        ...(inside ? ['A hashtag stands within a sentence, where it is read out as a sign. Put the hashtags at the end.'] : []),
      ];
    }),
  },
  {
    id: 'emoji',
    level: 'warns',
    why: 'A screen reader reads out the name of each emoji, every time.',
    check: ofText((text) => {
      const found = emojiIn(text);
      const content = contentOf(text);
      const [first] = found;
      const among = first !== undefined && /[\p{L}\p{N}]/u.test(content.slice(content.indexOf(first)));
      return [
        ...(found.length > MOST.emoji ? [`There are ${found.length} emoji. Three are enough: leave the others out.`] : []),
        ...(new Set(found).size < found.length ? ['An emoji is repeated, and is read out each time. Use it once.'] : []),
        ...(among ? ['An emoji stands before or among the words, and interrupts them when it is read out. Put it at the end.'] : []),
      ];
    }),
  },
  {
    id: 'styled-letters',
    level: 'blocks',
    why: 'Letters that look bold or circled are mathematical signs: a screen reader spells them or is silent, and a search does not find them.',
    check: ofText((text) => {
      const found =
        /[\u{1d400}-\u{1d7ff}\u{2460}-\u{24ff}\u{1f130}-\u{1f149}\u{1f150}-\u{1f169}\u{1f170}-\u{1f189}\u{ff21}-\u{ff5a}]+|(?:\p{L}[\u0332-\u0338])+/u.exec(
          text,
        )?.[0];
      return found === undefined
        ? []
        : [`"${found}" is made of signs that only look like letters, and is not read out. Type it in plain letters.`];
    }),
  },
  {
    id: 'drawn-with-signs',
    level: 'blocks',
    why: 'A picture or a line that is drawn with signs is read out sign by sign.',
    check: ofText((text) =>
      /[\u2500-\u259f]|([^\p{L}\p{N}\s.!?…])\1{4,}|¯\\_/u.test(withoutLinks(text))
        ? ['The post draws with signs, which are read out one by one. Leave the drawing out.']
        : [],
    ),
  },
  {
    id: 'long-sentence',
    level: 'warns',
    why: 'A sentence of more than 25 words loses readers (GCS).',
    check: ofText((text) =>
      sentencesIn(withoutLinks(text))
        .map((sentence) => sentence.split(/\s+/u).filter((part) => /[\p{L}\p{N}]/u.test(part)).length)
        .filter((count) => count > MOST.words)
        .map((count) => `A sentence has ${count} words. Cut it in two: ${MOST.words} words can be taken in at once.`),
    ),
  },
  {
    id: 'shouting',
    level: 'warns',
    why: 'Words in capitals are shouted, and hard to read with dyslexia.',
    check: ofText((text) =>
      isShouted(withoutLinks(text)) ? ['Three words in a row are in capitals, as if shouted. Write them in small letters.'] : [],
    ),
  },
  {
    id: 'alt-missing',
    level: 'blocks',
    why: 'Without it, a reader who cannot see the image misses its content.',
    check: ofAlt((alt, src) =>
      alt === '' ? `The image ${src} has no alt text. Write what a person who cannot see it should know.` : undefined,
    ),
  },
  {
    id: 'alt-length',
    level: 'blocks',
    why: `X takes ${ALT_MAX_CHARACTERS} characters of alt text.`,
    check: ofAlt((alt) =>
      alt.length > ALT_MAX_CHARACTERS
        ? `The image’s alt text is longer than the ${ALT_MAX_CHARACTERS} characters that X takes. Shorten it.`
        : undefined,
    ),
  },
  {
    id: 'alt-useless',
    level: 'blocks',
    why: 'The name of a file, or the words of the post again, say nothing of the image.',
    check: ofAlt((alt, src, { parts }) => {
      const isName =
        alt !== '' && (/^[\w() -]+\.(?:png|jpe?g|gif|webp)$/iu.test(alt) || alt.toLowerCase() === src.toLowerCase().replace(/\.\w+$/, ''));
      if (isName) return `The alt text "${alt}" is the name of a file. Write what the image shows.`;
      return parts.some(({ text }) => text.trim() === alt) ? 'The alt text repeats the post. Write what the image shows.' : undefined;
    }),
  },
  {
    id: 'alt-opening',
    level: 'blocks',
    why: 'A screen reader says "image" before the alt text by itself.',
    check: ofAlt((alt) =>
      /^(?:an? )?(?:image|picture|photo(?:graph)?|graphic|screenshot) (?:of|showing)\b/iu.test(alt)
        ? 'The alt text begins with what a screen reader says anyway. Leave out "image of".'
        : undefined,
    ),
  },
];

/** Returns the findings about a post, blocking ones first. */
export function lintSocialPost(post: LintedPost): SocialFinding[] {
  const found = socialRules.flatMap(({ id, level, check }) => check(post).map((sentence) => ({ rule: id, level, sentence })));
  return found.toSorted((a, b) => Number(a.level === 'warns') - Number(b.level === 'warns'));
}

/** True when a hashtag has 7 letters or more, all small or all capital. Shorter ones are acronyms such as #CAMHS, read by letters. */
function isRunTogether(tag: string): boolean {
  const letters = tag.replace(/[^\p{L}]/gu, '');
  if (letters.length < 7) return false;
  return letters === letters.toLowerCase() ? letters !== letters.toUpperCase() : letters === letters.toUpperCase();
}

/** Returns a post's text without the links, hashtags and thread number at its end. */
function contentOf(text: string): string {
  return withoutLinks(text).replace(/(?:#[\p{L}\p{M}\p{N}_]+|\(\d+\/\d+\)|\s)+$/u, '');
}

function withoutLinks(text: string): string {
  return linksIn(text).reduce((rest, link) => rest.replace(link, ''), text);
}

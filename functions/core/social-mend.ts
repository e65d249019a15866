// What X would make of a text that its author did not mean: links, mentions and stock symbols that are none.
import twitter from 'twitter-text';
import { POST_LIMIT } from '#core/weighted-text';

/** Longer than any line that fits, links apart, so that hostile input costs nothing. */
const LINE = 2 * POST_LIMIT;
/** As far as any text is looked at: twitter-text is quadratic on some. */
const READ = 5_000;

// X refuses a post with one of these (twitter-text "invalid characters"); the controls have no place in one either.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed.
const REFUSED = /[\ufffe\ufeff\uffff\u0000-\u0008\u000b-\u001f\u007f]/g;

/** A title, name or summary as one line of what X takes. */
export function cleanLine(text: string): string {
  return clean(text).replace(/\s+/gu, ' ').trim().slice(0, LINE).toWellFormed();
}

/** The editor's own words: her line breaks stay. */
export function cleanText(text: string): string {
  return clean(text.replace(/\r\n?/g, '\n'))
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

// X compares and counts in NFC, and so does the look at the timeline after an unknown outcome.
function clean(text: string): string {
  return text.toWellFormed().replace(REFUSED, '').normalize('NFC');
}

/** A whole post without accidental links, with one stock symbol at most, and not as a reply, which hardly anybody would see. */
export function mend(text: string): string {
  const mended = noAccidentalLink(oneCashtag(text));
  return /^[@＠]/u.test(mended) ? `.${mended}` : mended;
}

const SENTENCE_END = /\.(?=\p{Lu}\p{Ll})/u;

/** "…our care.It works…" is a link to care.it: a capitalised word after a full stop begins a sentence, so it gets its space. */
function noAccidentalLink(text: string): string {
  const accident = twitter
    .extractUrlsWithIndices(text.slice(0, READ))
    .find(({ url }) => !/^(https?:|www\.)/i.test(url) && !url.includes('/') && SENTENCE_END.test(url));
  if (!accident) return text;
  const [from, to] = accident.indices;
  return noAccidentalLink(text.slice(0, from) + text.slice(from, to).replace(SENTENCE_END, '. ') + text.slice(to));
}

/** X refuses a post with two stock symbols ("$AB $CD"). The first stays. */
function oneCashtag(text: string): string {
  const second = twitter.extractCashtagsWithIndices(text.slice(0, READ))[1];
  return second ? oneCashtag(text.slice(0, second.indices[0]) + text.slice(second.indices[0] + 1)) : text;
}

/** Every stretch that X turns into a link, as written. */
export function linksIn(text: string): string[] {
  return twitter.extractUrls(text.slice(0, READ));
}

/** What is left in a text for a person to decide, in plain sentences. `link` is our own. */
export function socialProblems(text: string, link: string): string[] {
  const others = linksIn(text).filter((found) => found !== link);
  const isBare = (found: string) => !/^https?:/i.test(found);
  return [
    ...others
      .filter(isBare)
      .map(
        (found) => `X makes a link of "${found}". If it is none, put a space after the full stop; if it is one, write https:// before it.`,
      ),
    ...others
      .filter((found) => !isBare(found))
      .map((found) => `The post holds another link than the story's: ${found}. One link is easier to follow, so take it out if you can.`),
    ...twitter
      .extractMentions(text)
      .map((name) => `The post mentions @${name}. X may refuse mentions by an app: write the name without the @.`),
  ];
}

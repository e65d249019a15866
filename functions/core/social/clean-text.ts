// What X would make of a text that its author did not mean: links, mentions and stock symbols that are none.
import twitter from 'twitter-text';
import { POST_LIMIT } from '#core/social/x-length';

/** Longer than any line that fits, links apart, so that hostile input costs nothing. */
const LINE_MAX_CHARACTERS = 2 * POST_LIMIT;
/** As far as any text is looked at: twitter-text is quadratic on some. */
const READ_MAX_CHARACTERS = 5_000;

// X refuses a post with one of these (twitter-text "invalid characters"); the controls have no place in one either.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed.
const REFUSED = /[\ufffe\ufeff\uffff\u0000-\u0008\u000b-\u001f\u007f]/g;

/** A title, name or summary as one line of what X takes. */
export function cleanLine(text: string): string {
  return clean(text).replace(/\s+/gu, ' ').trim().slice(0, LINE_MAX_CHARACTERS).toWellFormed();
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
    .extractUrlsWithIndices(text.slice(0, READ_MAX_CHARACTERS))
    .find(({ url }) => !/^(https?:|www\.)/i.test(url) && !url.includes('/') && SENTENCE_END.test(url));
  if (!accident) return text;
  const [from, to] = accident.indices;
  return noAccidentalLink(text.slice(0, from) + text.slice(from, to).replace(SENTENCE_END, '. ') + text.slice(to));
}

/** X refuses a post with two stock symbols ("$AB $CD"). The first stays. */
function oneCashtag(text: string): string {
  const second = twitter.extractCashtagsWithIndices(text.slice(0, READ_MAX_CHARACTERS))[1];
  return second ? oneCashtag(text.slice(0, second.indices[0]) + text.slice(second.indices[0] + 1)) : text;
}

/** Every stretch that X turns into a link, as written. */
export function linksIn(text: string): string[] {
  return twitter.extractUrls(text.slice(0, READ_MAX_CHARACTERS));
}

/** Whether a link leads somewhere on purpose: the name of a site in a sentence does not stand for the story's link. */
export function isWritten(found: string): boolean {
  return /^(?:https?:\/\/|www\.)/i.test(found) || found.includes('/');
}

/** Stretches without https:// that X turns into links; `link` is our own. */
export function bareLinks(text: string, link: string): string[] {
  return linksIn(text).filter((found) => found !== link && !/^https?:/i.test(found));
}

/** Addresses are typed with these endings; other endings of two words with a full stop between them are hardly ever meant. */
const MEANT = /\.(?:uk|com|org|net|eu|gov|edu|ac|info|scot|wales|cymru|london|ie)(?:[/:?#].*)?$/i;

/** Whether a bare link looks as if only the space after a full stop was forgotten: "care.it", "today.So". */
export function accidentalLink(found: string): boolean {
  return !/^www\./i.test(found) && !found.includes('/') && !MEANT.test(found);
}

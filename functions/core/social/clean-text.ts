// Prevents what X would read into a text against its author's intention: links, mentions and stock symbols.
import twitter from 'twitter-text';
import { POST_LIMIT } from '#core/social/x-length';

/** Longer than any line that fits, links aside. It bounds the cost of hostile input. */
const LINE_MAX_CHARACTERS = 2 * POST_LIMIT;
/** The most characters that are read: twitter-text is quadratic on some texts. */
const READ_MAX_CHARACTERS = 5_000;

// X refuses a post with one of the first three (twitter-text "invalid characters"). Control characters are unwanted too.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed.
const REFUSED = /[\ufffe\ufeff\uffff\u0000-\u0008\u000b-\u001f\u007f]/g;

/** Returns a title, name or summary as one line that X accepts. */
export function cleanLine(text: string): string {
  return clean(text).replace(/\s+/gu, ' ').trim().slice(0, LINE_MAX_CHARACTERS).toWellFormed();
}

/** Returns the editor's own text as X accepts it. Line breaks stay. */
export function cleanText(text: string): string {
  return clean(text.replace(/\r\n?/g, '\n'))
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

// X compares and counts in NFC. The lookup on the timeline after an unknown outcome compares in NFC too.
function clean(text: string): string {
  return text.toWellFormed().replace(REFUSED, '').normalize('NFC');
}

/**
 * Returns a post without accidental links and with one stock symbol at most. A post that begins with @ gets a full stop before it: X
 * would take it for a reply, which hardly anyone sees.
 */
export function mend(text: string): string {
  const mended = noAccidentalLink(oneCashtag(text));
  return /^[@＠]/u.test(mended) ? `.${mended}` : mended;
}

const SENTENCE_END = /\.(?=\p{Lu}\p{Ll})/u;

/** "…our care.It works…" becomes a link to care.it: a capital after a full stop begins a sentence, so a space goes before it. */
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

/** Returns each part of the text that X turns into a link, as written. */
export function linksIn(text: string): string[] {
  return twitter.extractUrls(text.slice(0, READ_MAX_CHARACTERS));
}

/** True when the link was meant as one. The name of a site in a sentence does not replace the story's link. */
export function isWritten(found: string): boolean {
  return /^(?:https?:\/\/|www\.)/i.test(found) || found.includes('/');
}

/** Returns the parts without https:// that X turns into links. `link`: the story's own, left out. */
export function bareLinks(text: string, link: string): string[] {
  return linksIn(text).filter((found) => found !== link && !/^https?:/i.test(found));
}

/** The endings of addresses that people type. Two words around a full stop with another ending are hardly ever an address. */
const MEANT = /\.(?:uk|com|org|net|eu|gov|edu|ac|info|scot|wales|cymru|london|ie)(?:[/:?#].*)?$/i;

/** True when a bare link looks like a forgotten space after a full stop: "care.it", "today.So". */
export function accidentalLink(found: string): boolean {
  return !/^www\./i.test(found) && !found.includes('/') && !MEANT.test(found);
}

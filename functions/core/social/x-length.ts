// Text as X counts it: 280 weighted characters, where a link weighs 23 and an emoji 2 (docs.x.com, "Counting characters").
import twitter from 'twitter-text';
import { graphemesOf } from '#core/text/graphemes';

export const POST_LIMIT = 280;

/** `rangeEnd` is the index of the last UTF-16 unit that is still within the limit. */
export type Weight = { weight: number; valid: boolean; rangeEnd: number };

// twitter-text is quadratic on text like "a.a.a.": 5,000 characters take 0.2 s, 20,000 take 3 s.
const PARSED_MAX_CHARACTERS = 5_000;

/** Returns X's measure of a text. A text within the limit is still not `valid` if it is empty or holds a character that X refuses. */
export function weigh(text: string): Weight {
  const { weightedLength, valid, validRangeEnd } = twitter.parseTweet(text.slice(0, PARSED_MAX_CHARACTERS));
  const unread = Math.max(0, text.length - PARSED_MAX_CHARACTERS);
  return { weight: weightedLength + unread, valid: valid && unread === 0, rangeEnd: validRangeEnd };
}

/** True when X takes the text and it weighs at most `limit`. */
export function fits(text: string, limit = POST_LIMIT): boolean {
  const { valid, weight } = weigh(text);
  return valid && weight <= limit;
}

/** Returns the first version that fits. `versions`: the longest first. */
export function fitText(versions: Iterable<string>, limit = POST_LIMIT): string | undefined {
  for (const version of versions) if (fits(version, limit)) return version;
  return undefined;
}

/** Yields ever shorter beginnings of `text` with an ellipsis, cut at words and then within the first word; the last is empty. */
export function* shortenings(text: string): Generator<string> {
  // More words than this never fit: a word and its space weigh at least 2.
  const words = text
    .split(/\s+/u)
    .filter(Boolean)
    .slice(0, POST_LIMIT / 2);
  for (let count = words.length - 1; count > 0; count--) yield ellipsis(words.slice(0, count).join(' '));
  const characters = [...graphemesOf(words[0]?.slice(0, PARSED_MAX_CHARACTERS) ?? '')].slice(0, POST_LIMIT);
  for (let count = characters.length - 1; count > 0; count--) yield ellipsis(characters.slice(0, count).join(''));
  yield '';
}

/** Returns the text in as few pieces as fit, cut between sentences; too long sentences between words, too long words between letters. */
export function splitText(text: string, limit = POST_LIMIT): string[] {
  return pack(text, limit, [sentences, words, (part) => [...graphemesOf(part)]])
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '');
}

type Cut = (text: string) => string[];

function pack(text: string, limit: number, [cut, ...finer]: Cut[]): string[] {
  if (cut === undefined || fits(text.trim(), limit)) return [text];
  const pieces: string[] = [];
  for (const unit of cut(text).flatMap((part) => pack(part, limit, finer))) {
    const joined = `${pieces.at(-1) ?? ''}${unit}`;
    if (pieces.length > 0 && fits(joined.trim(), limit)) pieces.splice(-1, 1, joined);
    else pieces.push(unit);
  }
  return pieces;
}

/** Splits at sentence ends. Intl.Segmenter would split at a question mark inside a link. */
function sentences(text: string): string[] {
  return text.split(/(?<=(?:[.!?…]["'’”)]*|\n)\s+)(?=\S)/u);
}

function words(text: string): string[] {
  return text.split(/(?<=\s)(?=\S)/u);
}

function ellipsis(text: string): string {
  return `${text.replace(/[\s.,:;–—-]+$/u, '')}…`;
}

import { treeOfHtml } from '#core/draft/pasted-html';
import { textOf } from '#core/draft/word-lists';
import { oneLine } from '#core/text/lines';

/** What is longer is no title, name or summary, but an attack or a mistake. */
const MOST_CHARACTERS = 2_000;

/** Returns words of a feed, which may be HTML or have its codes, as plain words on one line, cut after so many characters. */
export function plain(words: string, most: number = MOST_CHARACTERS): string {
  const few = words.slice(0, MOST_CHARACTERS * 4);
  const text = oneLine(/<\w|&#?\w+;/u.test(few) ? treeOfHtml(few).map(textOf).join(' ') : few);
  return text.length > most ? `${text.slice(0, most).trimEnd()}…` : text;
}

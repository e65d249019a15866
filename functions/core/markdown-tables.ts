// The columns of a table in an email: words stay whole where a narrow phone has the room, and are broken where it has not.
import { addStyle } from '#core/markdown-token';
import { type MarkdownToken, wordsOf } from '#core/read-markdown';

/** Pixels: what a phone of 320 leaves for a table, and what stands between two columns. */
const ROOM = 280;
const GAP = 10;
/** A wide letter of a bold heading, as a part of its size; a word of more letters than `LONGEST` may be broken. */
const LETTER = 0.6;
const LONGEST = 14;
const SIZE = 16;
/** For a table whose words do not fit a phone. */
const SMALL = { size: 14, css: 'font-size:14px;line-height:20px' };

type Column = { head: MarkdownToken; letters: number };

/** `min-width` holds a column as wide as its longest word, whatever the size of the letters: twice as large they are broken, and fit. */
export function settleColumns(tokens: readonly MarkdownToken[]): void {
  let table: MarkdownToken | undefined;
  let columns: Column[] = [];
  let column = 0;
  let last: MarkdownToken | undefined;
  for (const [i, token] of tokens.entries()) {
    if (token.type === 'table_open') [table, columns] = [token, []];
    if (token.type === 'tr_open') column = 0;
    if (token.type === 'th_open') columns.push({ head: token, letters: 0 });
    if (token.type === 'th_open' || token.type === 'td_open') {
      const of = columns[column];
      if (of) of.letters = Math.max(of.letters, longestWord(tokens[i + 1]));
      column += 1;
      last = token;
    }
    // What is to the right of the last column is the edge.
    if (token.type === 'tr_close' && last) addStyle(last, 'padding-right:0');
    if (token.type === 'table_close' && table) share(table, columns);
  }
}

function share(table: MarkdownToken, columns: readonly Column[]): void {
  const room = ROOM - GAP * (columns.length - 1);
  const at = (size: number) => columns.map(({ letters }) => Math.min(letters, LONGEST) * LETTER * size);
  const fits = sum(at(SIZE)) <= room;
  if (!fits) addStyle(table, SMALL.css);
  const wanted = at(fits ? SIZE : SMALL.size);
  const most = level(wanted, room);
  for (const [i, { head }] of columns.entries()) addStyle(head, `min-width:${Math.floor(Math.min(wanted[i] ?? 0, most))}px`);
}

/** The width at which all columns that want more are cut, so that together they take the room: the narrow ones keep theirs. */
function level(wanted: readonly number[], room: number): number {
  let left = Math.max(0, room);
  for (const [i, width] of wanted.toSorted((a, b) => a - b).entries()) {
    const each = left / (wanted.length - i);
    if (width > each) return each;
    left -= width;
  }
  return ROOM;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function longestWord(inline: MarkdownToken | undefined): number {
  const words = wordsOf(inline?.children ?? []).split(/[\s-]+/u);
  return Math.max(...words.map((word) => [...word].length));
}

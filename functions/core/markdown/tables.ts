// Column widths of a table in an email: words stay whole when they fit a narrow phone, and are broken otherwise.

import type { MarkdownToken } from '#core/markdown/parse-markdown';
import { addStyle, plainTextOf } from '#core/markdown/tokens';

/** The width that a phone of 320 pixels leaves for a table. */
const ROOM_PX = 280;
/** Width of a wide bold character. */
const CHARACTER_WIDTH_EM = 0.6;
/** A longer word may be broken. */
const LONGEST_WORD_CHARACTERS = 14;
/** `USUAL` is as in core/email/story-body.ts; `SMALL` is for a table whose words do not fit a phone. */
const USUAL = { sizePx: 16, gapPx: 10 };
const SMALL = { sizePx: 14, gapPx: 6, css: 'font-size:14px;line-height:20px' };

/** `cells`: those of every column but the last. */
type Table = { open: MarkdownToken; columns: Column[]; cells: MarkdownToken[] };
type Column = { head: MarkdownToken; characters: number };

/** Gives each column a `min-width` in pixels for its longest word. With text enlarged to twice its size, words break and still fit. */
export function settleColumns(tokens: readonly MarkdownToken[]): void {
  let table: Table | undefined;
  let row: MarkdownToken[] = [];
  for (const [i, token] of tokens.entries()) {
    if (token.type === 'table_open') table = { open: token, columns: [], cells: [] };
    if (!table) continue;
    if (token.type === 'tr_open') row = [];
    if (token.type === 'th_open') table.columns.push({ head: token, characters: 0 });
    if (token.type === 'th_open' || token.type === 'td_open') {
      const of = table.columns[row.length];
      if (of) of.characters = Math.max(of.characters, longestWord(tokens[i + 1]));
      row.push(token);
    }
    if (token.type === 'tr_close') {
      // The last column ends at the table's edge, so it needs no gap.
      const last = row.pop();
      if (last) addStyle(last, 'padding-right:0');
      table.cells.push(...row);
    }
    if (token.type === 'table_close') share(table);
  }
}

function share({ open, columns, cells }: Table): void {
  const roomPx = ({ gapPx }: { gapPx: number }) => ROOM_PX - gapPx * (columns.length - 1);
  const widthsPx = ({ sizePx }: { sizePx: number }) =>
    columns.map(({ characters }) => Math.min(characters, LONGEST_WORD_CHARACTERS) * CHARACTER_WIDTH_EM * sizePx);
  const how = sum(widthsPx(USUAL)) <= roomPx(USUAL) ? USUAL : SMALL;
  if (how === SMALL) {
    addStyle(open, SMALL.css);
    for (const cell of cells) addStyle(cell, `padding-right:${SMALL.gapPx}px`);
  }
  const wantedPx = widthsPx(how);
  const mostPx = level(wantedPx, roomPx(how));
  for (const [i, { head }] of columns.entries()) addStyle(head, `min-width:${Math.floor(Math.min(wantedPx[i] ?? 0, mostPx))}px`);
}

/** Returns the maximum column width with which all columns fill the room: narrower columns keep their width. */
function level(wantedPx: readonly number[], roomPx: number): number {
  let leftPx = Math.max(0, roomPx);
  for (const [i, widthPx] of wantedPx.toSorted((a, b) => a - b).entries()) {
    const eachPx = leftPx / (wantedPx.length - i);
    if (widthPx > eachPx) return eachPx;
    leftPx -= widthPx;
  }
  return ROOM_PX;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function longestWord(inline: MarkdownToken | undefined): number {
  const words = plainTextOf(inline?.children ?? []).split(/[\s-]+/u);
  return Math.max(...words.map((word) => [...word].length));
}

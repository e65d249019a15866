// Where a text has words and where it has code, by its blocks.
import type { MarkdownIt as Parser, Token } from 'markdown-it';
import { workOf } from '#core/markdown/work';

/** A block from `start` to before `end`, in characters. A `row` of a table has cells, which code spans do not cross. */
export type TextBlock = { start: number; end: number; is: 'words' | 'row' | 'code' };

/** Returns the blocks of a text, in order. A line that is in none is one of words. */
export function textBlocks(md: Parser, text: string, env: object): TextBlock[] {
  const tokens: Token[] = [];
  md.block.parse(text, md, { ...workOf(env) }, tokens);
  const starts = [0, ...[...text.matchAll(/\n/gu)].map(({ index }) => index + 1)];
  const byLine = new Map<number, { end: number; is: TextBlock['is'] }>();
  for (const { type, map } of tokens) {
    const is = type === 'fence' || type === 'code_block' ? 'code' : type === 'tr_open' ? 'row' : type === 'inline' ? 'words' : undefined;
    if (is && map && byLine.get(map[0])?.is !== 'row') byLine.set(map[0], { is, end: map[1] });
  }
  const blocks: TextBlock[] = [];
  for (let line = 0; line < starts.length; ) {
    const { is, end } = byLine.get(line) ?? { is: 'words' as const, end: line + 1 };
    blocks.push({ start: starts[line] ?? 0, end: starts[end] ?? text.length, is });
    line = Math.max(end, line + 1);
  }
  return blocks;
}

/** Returns where the code span that begins here ends, or else where its backquotes end. */
export function codeSpanEnd(text: string, at: number, blockEnd: number, inCells: boolean): number {
  const run = backquotes(text, at);
  const cellEnd = inCells ? text.indexOf('|', at) : -1;
  const end = cellEnd >= 0 && cellEnd < blockEnd ? cellEnd : blockEnd;
  for (let next = text.indexOf('`', at + run); next >= 0 && next < end; ) {
    const length = backquotes(text, next);
    if (length === run) return next + length;
    next = text.indexOf('`', next + length);
  }
  return at + run;
}

function backquotes(text: string, at: number): number {
  let length = 0;
  while (text[at + length] === '`') length += 1;
  return length;
}

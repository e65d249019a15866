// The text of a story as blocks: paragraphs, headings, lists. Put together again they are the same bytes.
import type { Line } from '#core/draft/file-lines';
import { blockTokens, wordsOfBlocks } from '#core/markdown/parse-markdown';
import { Unreadable } from '#core/parsing/unreadable';

export type BlockKind = 'paragraph' | 'heading' | 'list' | 'quote' | 'table' | 'code' | 'rule' | 'footnote' | 'address';

/** `gap`: the empty lines after it. `start`: its first line in the text, from 0. */
export type Block = { kind: BlockKind; lines: Line[]; gap: Line[]; start: number };

const KINDS: Record<string, BlockKind> = {
  ...{ paragraph_open: 'paragraph', heading_open: 'heading', bullet_list_open: 'list', ordered_list_open: 'list' },
  ...{ blockquote_open: 'quote', table_open: 'table', fence: 'code', code_block: 'code', hr: 'rule' },
  ...{ footnote_open: 'footnote', reference_definition: 'address' },
};

/** Cuts a text into blocks. `lead`: the empty lines above the first one. */
export function blocksOf(body: readonly Line[]): { lead: Line[]; blocks: Block[] } {
  const ranges = rangesOf(body.map(({ words }) => words));
  const first = ranges[0]?.start ?? body.length;
  const blocks = ranges.map(({ kind, start, end }, index): Block => {
    const next = ranges[index + 1]?.start ?? body.length;
    return { kind, lines: body.slice(start, end), gap: body.slice(end, next), start };
  });
  return { lead: body.slice(0, first), blocks };
}

/** Returns the text of a block, its lines ended by `\n`. */
export function blockText({ lines }: Block): string {
  return lines.map(({ words }) => words).join('\n');
}

/** Returns the lines of blocks, with what is between them. */
export function linesOfBlocks({ lead, blocks }: { lead: readonly Line[]; blocks: readonly Block[] }): Line[] {
  return [...lead, ...blocks.flatMap(({ lines, gap }) => [...lines, ...gap])];
}

/** Returns what a person would call a block among its neighbours: `the 2nd paragraph`, `the heading “What happened”`, `the list`. */
export function blockName(blocks: readonly Block[], index: number): string {
  const block = blocks[index];
  if (!block) return 'the text';
  const { kind } = block;
  const text = blockText(block);
  if (kind === 'heading' && text.length < 1000) {
    const words = (wordsOfBlocks(text)[0] ?? '').replaceAll(/\s+/gu, ' ').trim();
    if (words !== '') return `the heading “${words.length > 60 ? `${words.slice(0, 59)}…` : words}”`;
  }
  const same = blocks.filter((other) => other.kind === kind);
  const name = NAMES[kind];
  return same.length === 1 && kind !== 'paragraph' ? `the ${name}` : `the ${ordinal(same.indexOf(block) + 1)} ${name}`;
}

export const NAMES: Record<BlockKind, string> = {
  ...{ paragraph: 'paragraph', heading: 'heading', list: 'list', quote: 'quotation', table: 'table', code: 'code block' },
  ...{ rule: 'line across', footnote: 'footnote', address: 'link address' },
};

const ENDINGS: Record<string, string> = { one: 'st', two: 'nd', few: 'rd' };
const ORDINALS = new Intl.PluralRules('en-GB', { type: 'ordinal' });

/** `1st`, `22nd`, `13th`. */
export function ordinal(number: number): string {
  return `${number}${ENDINGS[ORDINALS.select(number)] ?? 'th'}`;
}

type Range = { kind: BlockKind; start: number; end: number };

function rangesOf(words: readonly string[]): Range[] {
  const known = parsedRanges(words.join('\n'));
  const ranges: Range[] = [];
  let line = 0;
  for (const range of [...known, { kind: 'paragraph' as const, start: words.length, end: words.length }]) {
    // Lines that belong to no block, such as a footnote without words.
    for (let start = line; start < range.start; start += 1) {
      if (words[start]?.trim() === '') continue;
      let end = start + 1;
      while (end < range.start && words[end]?.trim() !== '') end += 1;
      ranges.push({ kind: 'paragraph', start, end });
      start = end;
    }
    let { end } = range;
    const start = Math.max(line, range.start);
    while (end > start && words[end - 1]?.trim() === '') end -= 1;
    if (end > start) ranges.push({ kind: range.kind, start, end });
    line = Math.max(line, end);
  }
  return ranges;
}

/** Returns the blocks that the parser knows, in order. A text that it cannot read is cut at its empty lines. */
function parsedRanges(text: string): Range[] {
  try {
    const ranges: Range[] = [];
    let depth = 0;
    let open: { kind: BlockKind; maps: [number, number][] } | undefined;
    for (const { type, nesting, map } of blockTokens(text)) {
      if (depth === 0 && nesting >= 0) open = { kind: KINDS[type] ?? 'paragraph', maps: [] };
      if (map) open?.maps.push(map);
      depth += nesting;
      if (depth > 0 || !open) continue;
      const { kind, maps } = open;
      if (maps.length > 0)
        ranges.push({ kind, start: Math.min(...maps.map(([start]) => start)), end: Math.max(...maps.map(([, end]) => end)) });
      open = undefined;
    }
    return ranges;
  } catch (error) {
    if (error instanceof Unreadable) return [];
    throw error;
  }
}

// A clipboard as Markdown that a story may have: one code for the browser and the server.
import { blocksOfTree, type PastedBlock } from '#core/draft/pasted-blocks';
import type { PastedNode } from '#core/draft/pasted-tree';
import { markdownOfLine, markdownOfParagraph } from '#core/draft/pasted-words';
import { count } from '#core/text/wrap';

/** `notes`: sentences on what was not taken along. */
export type PastedMarkdown = { markdown: string; notes: string[] };

/** Returns what was pasted as Markdown. */
export function markdownOfPaste(tree: readonly PastedNode[]): PastedMarkdown {
  const { blocks, pictures, review } = blocksOfTree(tree);
  const levels = blocks.flatMap((block) => (block.kind === 'heading' ? [block.level] : []));
  // The title of a story is its heading of the first level.
  const shift = levels.includes(1) ? 1 : 0;
  const notes = [
    ...(pictures > 0
      ? [
          `${count(pictures, 'picture')} ${pictures === 1 ? 'was' : 'were'} not taken along. Add ${pictures === 1 ? 'it' : 'them'} with the button Picture.`,
        ]
      : []),
    ...(review ? ['Comments and deleted words were left out.'] : []),
  ];
  return { markdown: written(blocks, shift), notes };
}

/** Returns what stands before the next part of an item. A list that begins with 2 would not be read without an empty line. */
function gapBefore(piece: string, gap: string): string {
  return /^(?:- |1\. )/u.test(piece) ? gap : '\n\n';
}

/** `gap`: between a paragraph and the list below it. */
function written(blocks: readonly PastedBlock[], shift: number, gap = '\n\n'): string {
  const pieces: string[] = [];
  for (let index = 0; index < blocks.length; ) {
    const block = blocks[index];
    if (!block) break;
    if (block.kind === 'item') {
      let end = index;
      while (blocks[end]?.kind === 'item') end += 1;
      const items = blocks.slice(index, end).filter((one) => one.kind === 'item');
      pieces.push(listOf(items, shift));
      index = end;
    } else {
      pieces.push(single(block, shift));
      index += 1;
    }
  }
  return pieces
    .filter((piece) => piece !== '')
    .reduce((text, piece) => (text === '' ? piece : `${text}${gapBefore(piece, gap)}${piece}`), '');
}

function single(block: Exclude<PastedBlock, { kind: 'item' }>, shift: number): string {
  switch (block.kind) {
    case 'paragraph':
      return markdownOfParagraph(block.runs);
    case 'heading': {
      const words = markdownOfLine(block.runs);
      // Signs at the end of a heading would belong to it.
      return words === '' ? '' : `${'#'.repeat(Math.min(6, block.level + shift))} ${words.replace(/(?<=^|\s)(#+)$/u, '\\$1')}`;
    }
    case 'quote':
      return prefixed(written(block.blocks, shift), '> ');
    case 'table':
      return tableOf(block.rows.map((row) => row.map(markdownOfLine)));
    case 'code':
      return codeBlock(block.text);
    case 'rule':
      return '---';
    case 'footnote': {
      const [first = '', ...others] = written(block.blocks, shift).split('\n');
      return [`[^${block.label}]: ${first}`, ...others.map((line) => (line === '' ? '' : `    ${line}`))].join('\n');
    }
    default:
      return block satisfies never;
  }
}

type Item = Extract<PastedBlock, { kind: 'item' }>;
type ListItem = { number?: number; blocks: PastedBlock[]; items: Item[] };

/** Returns items with those of deeper levels inside the item before them. */
function listOf(items: readonly Item[], shift: number): string {
  const top = Math.min(...items.map(({ level }) => level));
  const list: ListItem[] = [];
  for (const item of items) {
    const last = list.at(-1);
    if (item.level > top && last) last.items.push(item);
    else list.push({ ...(item.number !== undefined && { number: item.number }), blocks: item.blocks, items: [] });
  }
  const isLoose = list.some(({ blocks }) => blocks.filter(({ kind }) => kind !== 'item').length > 1);
  const gap = isLoose ? '\n\n' : '\n';
  const texts = list.map(({ number, blocks, items: deeper }) => {
    const sign = number === undefined ? '- ' : `${number}. `;
    const own = written(blocks, shift, gap);
    const below = deeper.length === 0 ? '' : listOf(deeper, shift);
    const [first = '', ...others] = [own, below]
      .filter((text) => text !== '')
      .join(isLoose ? '\n\n' : '\n')
      .split('\n');
    return [`${sign}${first}`.trimEnd(), ...others.map((line) => (line === '' ? '' : `${' '.repeat(sign.length)}${line}`))].join('\n');
  });
  // A numbered list beside one with signs is another list.
  return texts.reduce((text, next, index) => {
    const isOther = (list[index - 1]?.number === undefined) !== (list[index]?.number === undefined);
    return text === '' ? next : `${text}${isOther ? '\n\n' : gap}${next}`;
  }, '');
}

function tableOf(rows: readonly string[][]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [line(head), `|${head.map(() => ' --- |').join('')}`, ...body.map(line)].join('\n');
}

function codeBlock(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/gu)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return text.trim() === '' ? '' : `${fence}\n${text}\n${fence}`;
}

function prefixed(text: string, sign: string): string {
  return text
    .split('\n')
    .map((line) => `${sign}${line}`.trimEnd())
    .join('\n');
}

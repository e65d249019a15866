// Paragraphs of HTML as blocks of Markdown: headings, items of lists, quotes, lines across.
import MarkdownIt, { type Token } from 'markdown-it';
import { blockOf } from '#core/markdown/tokens';

/** The words of a block. `rule` is a line across, without words. */
export type HtmlBlock = { tokens: Token[] } & (
  | { is: 'paragraph' | 'quote' | 'rule' }
  | { is: 'heading'; level: number }
  | { is: 'item'; ordered: boolean }
);

/** The `info` of lists and quotes from HTML: those that follow each other are one. */
const HTML = 'html';

/** Returns the blocks as tokens. `words`: the token that they were in. */
export function inBlocks(blocks: readonly HtmlBlock[], words: Token): Token[] {
  return blocks.flatMap((block) => {
    const inline = new MarkdownIt.Token('inline', '', 0);
    // The parser looks for addresses in the content.
    Object.assign(inline, words, { children: block.tokens, content: block.tokens.map(({ content }) => content).join('') });
    switch (block.is) {
      case 'paragraph':
        return blockOf('paragraph', 'p', [inline]);
      case 'heading':
        return blockOf('heading', `h${block.level}`, [inline]);
      case 'quote':
        return blockOf('blockquote', 'blockquote', blockOf('paragraph', 'p', [inline]), HTML);
      case 'item': {
        const [open, ...rest] = blockOf('paragraph', 'p', [inline]);
        for (const part of [open, rest.at(-1)]) if (part) part.hidden = true;
        const item = blockOf('list_item', 'li', open ? [open, ...rest] : rest);
        return block.ordered ? blockOf('ordered_list', 'ol', item, HTML) : blockOf('bullet_list', 'ul', item, HTML);
      }
      case 'rule':
        return [new MarkdownIt.Token('hr', 'hr', 0)];
      default:
        return block satisfies never;
    }
  });
}

/** The blocks that a reader would see as empty. */
const SHELLS = new Set(['paragraph', 'list_item', 'bullet_list', 'ordered_list', 'blockquote']);

/** Removes paragraphs, lists, quotes and rows whose only words were tags or comments, and joins lists and quotes from HTML. */
export function withoutEmpty(tokens: readonly Token[], emptied: ReadonlySet<Token>): Token[] {
  const out: Token[] = [];
  for (const token of withoutEmptyRows(tokens, emptied)) {
    const last = out.at(-1);
    if (token.type === 'inline' && token.children?.length === 0 && last?.type === 'paragraph_open') continue;
    const name = token.type.replace(/_(?:open|close)$/u, '');
    if (token.nesting < 0 && SHELLS.has(name) && last?.type === `${name}_open`) out.pop();
    else if (token.nesting > 0 && token.info === HTML && last?.info === HTML && last.type === `${name}_close`) out.pop();
    else out.push(token);
  }
  return out;
}

/** A comment between two rows is a row of its own to the parser. `emptied`: words that were only tags or comments. */
function withoutEmptyRows(tokens: readonly Token[], emptied: ReadonlySet<Token>): Token[] {
  const out: Token[] = [];
  let row = 0;
  for (const token of tokens) {
    if (token.type === 'tr_open') row = out.length;
    out.push(token);
    if (token.type !== 'tr_close') continue;
    const cells = out.slice(row).filter(({ type }) => type === 'inline');
    if (cells.some((cell) => emptied.has(cell)) && cells.every(({ children }) => (children ?? []).length === 0)) out.length = row;
  }
  return out;
}

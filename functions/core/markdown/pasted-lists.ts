// Lists as they are pasted from Word and from emails: a line that begins with • is an item, and so is one with another such sign.
import type { MarkdownIt as Parser, StateCore, Token } from 'markdown-it';
import { type BlockWords, blockWords } from '#core/markdown/block-words';
import { type Finding, quoted, say } from '#core/markdown/findings';
import { textBlocks } from '#core/markdown/text-blocks';

const BULLET = '•●∙▪■◦○‣⁃·';
/** The beginning of a line, its bullet, and the space after it. Word types an "o" and a tab for the second level. */
const BULLET_LINE = new RegExp(`^([ \\t>]*)(?:[${BULLET}](?=.*[\\p{L}\\p{N}])[ \\t\\u00a0]*|o\\t)`, 'u');
const DASH_LINE = /^([ \t>]*)–[ \t\u00a0]+/u;
const MAY_BULLET = new RegExp(`^[ \\t>]*(?:[${BULLET}–]|o\\t)`, 'mu');

export function pastedLists(md: Parser): void {
  md.core.ruler.before('block', 'pasted_lists', (state: StateCore) => {
    if (MAY_BULLET.test(state.src)) state.src = withDashes(md, state.src, state.env);
  });
  md.core.ruler.after('inline', 'lists_in_lines', (state: StateCore) => say(state.env, ...listsInLines(state.tokens)));
}

/** Writes a dash for each bullet. Dashes between words are no bullets, so they need a second line that begins with one. */
function withDashes(md: Parser, source: string, env: object): string {
  return textBlocks(md, source, env)
    .map(({ start, end, is }) => {
      const block = source.slice(start, end);
      if (is !== 'words') return block;
      const lines = block.split('\n');
      return lines
        .map((line, i) => {
          const dashed = DASH_LINE.test(line) && [lines[i - 1], lines[i + 1]].some((other) => DASH_LINE.test(other ?? ''));
          return line.replace(dashed ? DASH_LINE : BULLET_LINE, '$1- ');
        })
        .join('\n');
    })
    .join('');
}

const BULLETS_BETWEEN = new RegExp(`(?:^|\\s)[${BULLET}]\\s[^\\n]*?\\S\\s[${BULLET}]\\s`, 'u');
const BULLET_BETWEEN = new RegExp(`\\S\\s[${BULLET}]\\s`, 'u');

/** Finds several items that were written on one line. */
function listsInLines(tokens: readonly Token[]): Finding[] {
  const items = listItems(tokens);
  return blockWords(tokens).flatMap(({ words, line }: BlockWords): Finding[] => {
    const item = items.get(line);
    const lines = words.split('\n');
    const at = lines.findIndex(
      (typed) =>
        BULLETS_BETWEEN.test(typed) ||
        (item && BULLET_BETWEEN.test(typed)) ||
        (item?.alone && (item.ordered ? /\s2[.)]\s/u.test(typed) : typed.includes(` ${item.sign} `))),
    );
    if (at < 0) return [];
    return [
      {
        line: line + at,
        level: 'note',
        about: 'list',
        sentence: `${quoted(lines[at] ?? '')} looks like a list on one line, and is shown on one line. Begin each item on a line of its own, with "- ".`,
      },
    ];
  });
}

type Item = { sign: string; ordered: boolean; alone: boolean };

/** Returns the items of all lists by their lines. `alone`: the list has no other item. */
function listItems(tokens: readonly Token[]): Map<number, Item> {
  const items = new Map<number, Item>();
  const open: Item[][] = [];
  for (const { type, map, markup } of tokens) {
    if (type === 'bullet_list_open' || type === 'ordered_list_open') open.push([]);
    if (type === 'list_item_open' && map) {
      const list = open.at(-1);
      const item = { sign: markup, ordered: markup === '.' || markup === ')', alone: list?.length === 0 };
      if (list?.[0]) list[0].alone = false;
      list?.push(item);
      items.set(map[0] + 1, item);
    }
    if (type === 'bullet_list_close' || type === 'ordered_list_close') open.pop();
  }
  return items;
}

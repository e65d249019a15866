// What a story hides from its readers: HTML comments, and scripts and styles with their content.
import type { MarkdownIt as Parser, Token } from 'markdown-it';

/** Stands for a hidden line inside a block, so that no empty line splits the block. Readers never see it. */
export const HIDDEN_LINE = '<!---->';
const HIDDEN = /<!--|<(script|style)(?=[\s/>])/giu;
/** What may stand before the hidden words of a line that shows nothing else: indents, quotes and one list marker. */
const NO_WORDS = /^[\s>]*(?:(?:[-*+]|\d{1,9}[.)])\s+)?$/u;

/** Hidden words begin at this line, from 1. `closed`: they have an end; without one they reach to the end of the text. */
export type Hidden = { line: number; what: 'comment' | 'script' | 'style'; closed: boolean };

/** Takes hidden words out of a text. It keeps its number of lines. Code keeps them, as text. */
export function withoutHidden(md: Parser, source: string): { text: string; hidden: Hidden[] } {
  let text = source;
  const hidden: Hidden[] = [];
  let from = 0;
  let code = codeOf(md, text);
  for (let next = nextHidden(text, from, code); next; next = nextHidden(text, from, code)) {
    const { at, end, what, closed } = next;
    const lines = text.slice(at, end).split('\n').length;
    hidden.push({ line: lineAt(text, at), what, closed });
    const kept = `${text.slice(0, at)}${blanks(text, at, end, lines)}`;
    text = kept + text.slice(end);
    from = kept.length;
    // Several lines may have held what looked like the fence of a code block.
    if (lines > 1) code = codeOf(md, text);
  }
  return { text, hidden };
}

function lineAt(text: string, at: number): number {
  return text.slice(0, at).split('\n').length;
}

/** Returns what takes the place of the hidden words: nothing inside a line, else empty lines or, inside a block, marked lines. */
function blanks(text: string, at: number, end: number, lines: number): string {
  const lineStart = text.lastIndexOf('\n', at - 1) + 1;
  const before = text.slice(lineStart, at);
  const after = text.slice(end).split('\n', 1)[0] ?? '';
  const above = text.slice(text.lastIndexOf('\n', lineStart - 2) + 1, Math.max(0, lineStart - 1));
  const inBlock = (at > 0 && lineStart > 0 && above.trim() !== '') || before.trim() !== '';
  const first = inBlock && NO_WORDS.test(before) && (lines > 1 || after.trim() === '') ? HIDDEN_LINE : '';
  const marker = inBlock ? HIDDEN_LINE : '';
  const others = Array.from({ length: lines - 1 }, (_, index) => (index === lines - 2 && after.trim() !== '' ? '' : marker));
  return [first, ...others].join('\n');
}

type Found = { at: number; end: number; what: Hidden['what']; closed: boolean };

function nextHidden(text: string, from: number, code: Code): Found | undefined {
  const find = new RegExp(HIDDEN);
  find.lastIndex = from;
  for (let match = find.exec(text); match; match = find.exec(text)) {
    const at = match.index;
    if (text.startsWith(HIDDEN_LINE, at) || code.holds(text, at)) continue;
    const what = match[1] === undefined ? 'comment' : match[1].toLowerCase() === 'script' ? 'script' : 'style';
    const close = what === 'comment' ? /-->/gu : new RegExp(`</${what}\\s*>`, 'giu');
    // `<!-->` is a whole comment, unless an end follows.
    const ends = [at + match[0].length, at + 2].map((start) => {
      close.lastIndex = start;
      return close.exec(text);
    });
    const [end] = ends.filter((found) => found !== null);
    return end ? { at, end: end.index + end[0].length, what, closed: true } : { at, end: text.length, what, closed: false };
  }
  return undefined;
}

type Code = { holds(text: string, at: number): boolean };

/** Knows what is code or has a backslash before it, from the blocks of the text. Lines keep their numbers while it is used. */
function codeOf(md: Parser, source: string): Code {
  const tokens: Token[] = [];
  md.block.parse(source, md, {}, tokens);
  const blocks = new Map<number, { is: 'code' | 'words' | 'row'; first: number; end: number }>();
  for (const { type, map } of tokens) {
    const is = type === 'fence' || type === 'code_block' ? 'code' : type === 'tr_open' ? 'row' : type === 'inline' ? 'words' : undefined;
    if (is === undefined || !map) continue;
    for (let line = map[0]; line < map[1]; line += 1)
      if (blocks.get(line)?.is !== 'row') blocks.set(line, { is, first: map[0], end: map[1] });
  }
  return {
    holds(text, at) {
      const line = lineAt(text, at) - 1;
      const block = blocks.get(line);
      if (block?.is === 'code') return true;
      const lines = text.split('\n');
      const first = block?.first ?? line;
      const start = first === 0 ? 0 : lines.slice(0, first).join('\n').length + 1;
      const words = lines.slice(first, block?.end ?? line + 1).join('\n');
      return isLiteral(words, at - start, block?.is === 'row');
    },
  };
}

/** True when the character at `at` is in a code span or has a backslash before it. A code span ends with its table cell. */
function isLiteral(words: string, at: number, cells: boolean): boolean {
  let i = 0;
  while (i < at) {
    if (words[i] === '\\') i += 2;
    else if (words[i] === '`') {
      const run = /^`+/u.exec(words.slice(i))?.[0] ?? '`';
      const rest = words.slice(i + run.length);
      const cell = cells ? (rest.split('|', 1)[0] ?? '') : rest;
      const close = [...cell.matchAll(/`+/gu)].find(([other]) => other === run);
      i += run.length + (close ? close.index + run.length : 0);
    } else i += 1;
  }
  return i > at;
}

// Blocks that are something else than their editor meant, and words that Markdown keeps to itself.
import type { MarkdownIt as Parser, StateCore, Token } from 'markdown-it';
import { type Finding, quoted, say } from '#core/markdown/findings';

export function oddBlocks(md: Parser): void {
  // Before the parser takes the definitions of links out.
  md.core.ruler.after('block', 'odd_blocks', (state: StateCore) => {
    const lines = state.src.split('\n');
    say(state.env, ...state.tokens.flatMap((token, index) => oddBlock(token, state.tokens[index + 1], lines)));
  });
}

function oddBlock({ type, map, markup }: Token, next: Token | undefined, lines: readonly string[]): Finding[] {
  if (!map) return [];
  const [first, end] = map;
  const line = first + 1;
  if (type === 'fence' && !closes(lines[end - 1] ?? '', markup, end - 1 > first))
    return [
      {
        line,
        about: 'fence',
        sentence: `The code block that begins here has no end, so the rest of the text would be code. Close it with a line of ${markup}.`,
      },
    ];
  if (type === 'code_block')
    return [
      {
        line,
        level: 'note',
        about: 'indented',
        sentence: `${quoted(lines[first] ?? '')} is shown as code, because it begins with four spaces or a tab. Take them away if it is no code.`,
      },
    ];
  // Three hyphens below words make them a heading; people mean a line across.
  if (type === 'heading_open' && markup === '-' && (end - first > 2 || /[.!?:;,]["'”’)]*$/u.test(next?.content ?? '')))
    return [
      {
        line,
        level: 'note',
        about: 'heading',
        sentence: `${quoted(lines[first] ?? '')} is a heading, because the line below it has hyphens only. For a line across put an empty line above the hyphens.`,
      },
    ];
  return [];
}

function closes(line: string, markup: string, isLater: boolean): boolean {
  const found = /^[\s>]*(`{3,}|~{3,})\s*$/u.exec(line)?.[1] ?? '';
  return isLater && found.length >= markup.length && found[0] === markup[0];
}

// The words of a text as they were typed, for finding what was not read as it was meant.
import type { Token } from 'markdown-it';
import { HIDDEN_LINE } from '#core/markdown/comments';

/** Stands for a code span or an escaped character: whatever is in them is meant as it is. */
export const LITERAL = '\u0000';

/**
 * The words of a block and its first line, from 1. `withTags`: with the HTML between them. `in`: the type of token that opens the
 * block, such as `paragraph_open`.
 */
export type BlockWords = { words: string; withTags: string; line: number; in: string };

/** Returns the line, from `first`, of growing offsets in a text. */
export function lineCounter(text: string, first: number): (at: number) => number {
  let line = first;
  let counted = 0;
  return (at) => {
    for (; counted < at; counted += 1) if (text[counted] === '\n') line += 1;
    return line;
  };
}

export function blockWords(tokens: readonly Token[]): BlockWords[] {
  let line = 1;
  return tokens.flatMap((token, index) => {
    // Cells of a table have no line of their own; their row has one.
    if (token.map) line = token.map[0] + 1;
    if (token.type !== 'inline') return [];
    const all = token.children ?? [];
    const words = all.map((child) => wordsOf(child, withoutTag)).join('');
    return [{ words, withTags: all.map((child) => wordsOf(child, asTyped)).join(''), line, in: tokens[index - 1]?.type ?? '' }];
  });
}

function asTyped({ markup }: Token): string {
  return markup === HIDDEN_LINE ? '' : markup;
}

/** A tag leaves its line breaks. A `<br>` ends a line that is meant to be one. */
function withoutTag({ markup, info }: Token): string {
  return (info === 'br' ? LITERAL : '') + '\n'.repeat(markup.split('\n').length - 1);
}

function wordsOf(token: Token, tag: (token: Token) => string): string {
  switch (token.type) {
    case 'text':
      return token.content;
    case 'softbreak':
      return '\n';
    case 'hardbreak':
      // Lines that are meant to be lines.
      return `${LITERAL}\n`;
    case 'code_inline':
    case 'text_special':
      return LITERAL;
    case 'tag':
      return tag(token);
    case 'image':
      return `${LITERAL}${(token.children ?? []).map((child) => wordsOf(child, tag)).join('')} ${token.attrGet('title') ?? ''}`;
    case 'em_open':
    case 'em_close':
      // The signs of a code such as `*|NAME|*`.
      return token.markup;
    default:
      return '';
  }
}

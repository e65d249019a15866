// Codes of other programs that a story was copied from: Liquid of Jekyll, shortcodes of Hugo and of WordPress.
import type { Token } from 'markdown-it';

const KNOWN = 'gallery|playlist|caption|wp_caption|embed|audio|video';
const CODES = [
  String.raw`\{\{[\s\S]*?\}\}`,
  String.raw`\{%[\s\S]*?%\}`,
  // With a value, or closed further on, or one that WordPress has of itself.
  String.raw`\[[a-z][\w-]*(?:\s+[\w-]+=(?:"[^"]*"|'[^']*'|[\w.,:/-]+))+\s*/?\]`,
  String.raw`\[/(?:${KNOWN})\]|\[(?:gallery|playlist)\s*/?\]`,
  String.raw`\[(?<name>[a-z][\w-]{2,})\](?=[\s\S]*?\[/\k<name>\])`,
];
const ALL = new RegExp(CODES.join('|'), 'giu');

/** Returns the codes in the words of one block, and how many lines below its first each begins. */
export function foreignCode(children: readonly Token[]): { at: number; code: string }[] {
  const words = children.map(wordsOf).join('');
  if (!/[{[]/u.test(words)) return [];
  return [...words.matchAll(ALL)].map((match) => ({
    at: words.slice(0, match.index).split('\n').length - 1,
    code: match[0].replaceAll(/\s+/gu, ' '),
  }));
}

/** A code span and an escaped character are no code of another program. */
function wordsOf({ type, content, markup }: Token): string {
  if (type === 'text') return content;
  if (type === 'softbreak' || type === 'hardbreak') return '\n';
  return type === 'code_inline' || type === 'text_special' ? '\u0000' : markup;
}

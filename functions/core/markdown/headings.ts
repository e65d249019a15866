import type { Token } from 'markdown-it';

/**
 * Moves headings down by `shift` levels, so that none skips a level. Removes headings without words, which a screen reader
 * would announce as empty.
 */
export function withEvenHeadings(tokens: readonly Token[], shift: number): Token[] {
  const above: number[] = [];
  return tokens.filter((token, index) => {
    if (token.type !== 'heading_open' && token.type !== 'heading_close') {
      return !(token.type === 'inline' && tokens[index - 1]?.type === 'heading_open' && isBlank(token));
    }
    const inline = tokens[token.type === 'heading_open' ? index + 1 : index - 1];
    if (inline === undefined || isBlank(inline)) return false;
    if (token.type === 'heading_open') {
      const level = Number(token.tag.slice(1));
      while ((above.at(-1) ?? 0) >= level) above.pop();
      above.push(level);
    }
    token.tag = `h${Math.min(6, shift + above.length)}`;
    return true;
  });
}

function isBlank(inline: Token): boolean {
  return (inline.children ?? []).every((token) => token.type !== 'image' && token.content.trim() === '');
}

import MarkdownIt, { type Token } from 'markdown-it';

/** Plain words. */
export function textToken(text: string): Token {
  const token = new MarkdownIt.Token('text', '', 0);
  token.content = text;
  return token;
}

/** Adds to a token's inline CSS. */
export function addStyle(token: Token, css: string): void {
  token.attrSet('style', [token.attrGet('style'), css].filter(Boolean).join(';'));
}

/** A line of words in a block of its own. */
export function lineToken(text: string): Token {
  const token = new MarkdownIt.Token('inline', '', 0);
  token.content = text;
  token.children = [textToken(text)];
  return token;
}

/** A block that is opened (`figure_open`), holds these, and is closed. `info` says what it is to those who look for it. */
export function blockOf(name: string, tag: string, inside: readonly Token[], info = ''): Token[] {
  const [open, close] = [new MarkdownIt.Token(`${name}_open`, tag, 1), new MarkdownIt.Token(`${name}_close`, tag, -1)];
  open.block = true;
  close.block = true;
  open.info = info;
  close.info = info;
  return [open, ...inside, close];
}

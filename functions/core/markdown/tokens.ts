import MarkdownIt, { type Token } from 'markdown-it';

/** Returns a text token. */
export function textToken(text: string): Token {
  const token = new MarkdownIt.Token('text', '', 0);
  token.content = text;
  return token;
}

/** Appends CSS to a token's style attribute. */
export function addStyle(token: Token, css: string): void {
  token.attrSet('style', [token.attrGet('style'), css].filter(Boolean).join(';'));
}

/** Returns an inline token with one text child. */
export function lineToken(text: string): Token {
  const token = new MarkdownIt.Token('inline', '', 0);
  token.content = text;
  token.children = [textToken(text)];
  return token;
}

/** Returns `inside` between the open and close tokens of a block (`figure_open`, `figure_close`). `info` identifies both. */
export function blockOf(name: string, tag: string, inside: readonly Token[], info = ''): Token[] {
  const [open, close] = [new MarkdownIt.Token(`${name}_open`, tag, 1), new MarkdownIt.Token(`${name}_close`, tag, -1)];
  open.block = true;
  close.block = true;
  open.info = info;
  close.info = info;
  return [open, ...inside, close];
}

/** Returns a token that can be changed without changing this one, with its children. `meta` is only read. */
export function copyOf(token: Token): Token {
  const copy = Object.assign(new MarkdownIt.Token(token.type, token.tag, token.nesting), token);
  copy.attrs = token.attrs?.map(([name, value]) => [name, value]) ?? null;
  copy.children = token.children?.map(copyOf) ?? null;
  return copy;
}

/** Returns the words of inline tokens without formatting; an image gives its alt text. */
export function plainTextOf(tokens: readonly Token[]): string {
  return tokens
    .map((token) => {
      if (token.type === 'softbreak' || token.type === 'hardbreak') return ' ';
      return token.children ? plainTextOf(token.children) : token.content;
    })
    .join('');
}

// Footnotes: `[^1]` in the text, and `[^1]: words` on a line of its own. They become a numbered list below the text, and the
// reference becomes `[1]`, which reads the same on a page, in an email and in plain text.
import MarkdownIt, { type MarkdownIt as Parser, type StateBlock, type StateCore, type Token } from 'markdown-it';
import { blockOf, lineToken, textToken } from '#core/markdown/tokens';

const DEFINITION = /^\[\^([^\s[\]]{1,60})\]:[ \t]*/u;
const REFERENCE = /\[\^([^\s[\]]{1,60})\]/gu;
const HEADING = 'Notes';

/** The `info` of a token that is a footnote reference, and so no word of the sentence. */
const FOOTNOTE = 'footnote';

export function footnotes(md: Parser): void {
  md.block.ruler.before('reference', 'footnote', definition, { alt: ['paragraph', 'reference', 'blockquote'] });
  // Before `text_join`, which makes escaped brackets look like any other text.
  md.core.ruler.before('text_join', 'footnotes', placeFootnotes);
}

export function isFootnoteReference(token: Token): boolean {
  return token.info === FOOTNOTE;
}

/** Parses a footnote into the tokens between `footnote_open` and `footnote_close`. Its further lines are indented by four spaces. */
function definition(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  const { bMarks, tShift, sCount, eMarks } = state;
  const [lineStart = 0, indent = 0, column = 0] = [bMarks[startLine], tShift[startLine], sCount[startLine]];
  if (column - state.blkIndent >= 4) return false;
  const found = DEFINITION.exec(state.src.slice(lineStart + indent, eMarks[startLine]));
  const [marker, label = ''] = found ?? [];
  if (marker === undefined) return false;
  if (silent) return true;

  const open = state.push('footnote_open', '', 1);
  open.info = label;
  const { parentType } = state;
  bMarks[startLine] = lineStart + indent + marker.length;
  tShift[startLine] = 0;
  state.blkIndent += 4;
  sCount[startLine] = state.blkIndent;
  state.parentType = 'footnote';
  state.md.block.tokenize(state, startLine, endLine);
  state.parentType = parentType;
  state.blkIndent -= 4;
  bMarks[startLine] = lineStart;
  tShift[startLine] = indent;
  sCount[startLine] = column;
  state.push('footnote_close', '', -1);
  return true;
}

type Footnote = { label: string; tokens: Token[] };

function placeFootnotes(state: StateCore): void {
  const { text, definitions } = apart(state.tokens);
  const numbers = new Map<string, number>();
  const known = new Map(definitions.map((footnote) => [footnote.label, footnote]));
  const inOrder: Footnote[] = [];
  const number = (label: string) => {
    const footnote = known.get(label);
    if (footnote && !numbers.has(label)) numbers.set(label, inOrder.push(footnote));
    return numbers.get(label);
  };
  const numberReferences = (tokens: readonly Token[]) => {
    for (const token of tokens) if (token.children) token.children = withReferences(token.children, number);
  };
  numberReferences(text);
  // The list grows while it is walked, because a footnote may name others. One that nothing names is kept and comes last.
  let done = 0;
  const numberNamed = () => {
    for (; done < inOrder.length; done += 1) numberReferences(inOrder[done]?.tokens ?? []);
  };
  numberNamed();
  for (const { label } of definitions) {
    number(label);
    numberNamed();
  }
  state.tokens = inOrder.length === 0 ? text : [...text, ...listed(inOrder)];
}

/** Separates text and footnotes. A second definition of a label is appended to the first. */
function apart(tokens: readonly Token[]): { text: Token[]; definitions: Footnote[] } {
  const text: Token[] = [];
  const definitions = new Map<string, Footnote>();
  const open: Footnote[] = [];
  for (const token of tokens) {
    if (token.type === 'footnote_open') {
      const footnote = definitions.get(token.info) ?? { label: token.info, tokens: [] };
      definitions.set(token.info, footnote);
      open.push(footnote);
    } else if (token.type === 'footnote_close') open.pop();
    else (open.at(-1)?.tokens ?? text).push(token);
  }
  return { text, definitions: [...definitions.values()] };
}

function withReferences(children: readonly Token[], number: (label: string) => number | undefined): Token[] {
  let links = 0;
  return children.flatMap((child) => {
    if (child.type === 'link_open') links += 1;
    if (child.type === 'link_close') links -= 1;
    // A reference inside a link would be a link in a link.
    if (child.type !== 'text' || links > 0) return [child];
    return child.content.split(REFERENCE).flatMap((piece, i) => {
      if (i % 2 === 0) return piece === '' ? [] : [textToken(piece)];
      const at = number(piece);
      if (at === undefined) return [textToken(`[^${piece}]`)];
      const reference = textToken(`[${at}]`);
      reference.info = FOOTNOTE;
      return [new MarkdownIt.Token('sup_open', 'sup', 1), reference, new MarkdownIt.Token('sup_close', 'sup', -1)];
    });
  });
}

/** Links each number to its footnote, and each footnote back to its first reference. Ids begin with `prefix`. */
export function linkedFootnotes(tokens: readonly Token[], prefix: string): Token[] {
  const named = new Set<number>();
  let footnoteNumber = 0;
  for (const [index, token] of tokens.entries()) {
    if (token.type === 'list_item_open' && isFootnoteReference(token)) {
      footnoteNumber += 1;
      token.attrSet('id', `${prefix}-${footnoteNumber}`);
    }
    token.children = token.children?.flatMap((child) => (isFootnoteReference(child) ? toFootnote(child, prefix, named) : [child])) ?? null;
    const last = tokens[index - 2];
    if (token.type === 'list_item_close' && isFootnoteReference(token) && named.has(footnoteNumber) && last?.type === 'inline') {
      const back = { href: `#${prefix}-${footnoteNumber}-from`, 'aria-label': `Back to where note ${footnoteNumber} is named` };
      last.children = [...(last.children ?? []), textToken(' '), ...linkOf(back, textToken('\u2191'))];
    }
  }
  return [...tokens];
}

function toFootnote(reference: Token, prefix: string, named: Set<number>): Token[] {
  const number = Number(reference.content.slice(1, -1));
  const id = named.has(number) ? {} : { id: `${prefix}-${number}-from` };
  named.add(number);
  return linkOf({ href: `#${prefix}-${number}`, ...id }, reference);
}

function linkOf(attributes: Record<string, string>, content: Token): Token[] {
  const open = new MarkdownIt.Token('link_open', 'a', 1);
  for (const [name, value] of Object.entries(attributes)) open.attrSet(name, value);
  return [open, content, new MarkdownIt.Token('link_close', 'a', -1)];
}

function listed(definitions: readonly Footnote[]): Token[] {
  const items = definitions.flatMap(({ tokens }) => blockOf('list_item', 'li', tokens, FOOTNOTE));
  return [...blockOf('heading', 'h1', [lineToken(HEADING)]), ...blockOf('ordered_list', 'ol', items)];
}

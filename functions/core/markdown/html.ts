// HTML in a story. Tags with a Markdown twin become it, the others are taken out and their words stay. Code keeps them, as text.
import MarkdownIt, { type MarkdownIt as Parser, type StateCore, type StateInline, type Token } from 'markdown-it';
import { HIDDEN_LINE, type Hidden, withoutHidden } from '#core/markdown/comments';
import { foreignCode } from '#core/markdown/foreign-code';

/** Tag names, `/` before those that close, as in `b` and `/b`. */
const TAG = /^<(\/?[a-z][a-z0-9-]*)((?:[\s/](?:"[^"]*"|'[^']*'|[^<>"'])*)?|[\s/][^<>]*)>|^<[!?][^<>]*>/iu;
const ATTRIBUTE = /([a-z][a-z0-9-]*)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))/giu;
const TWINS: Readonly<Record<string, string>> = { b: 'strong', strong: 'strong', i: 'em', em: 'em', a: 'link' };

/** What is said about a text, with its line from 1. A code of another program stops a story, the others do not. */
export type HtmlFinding =
  | { line: number; is: 'hidden'; what: Hidden['what']; closed: boolean }
  | { line: number; is: 'changed' | 'removed'; tag: string }
  | { line: number; is: 'foreign'; code: string };

export function html(md: Parser): void {
  md.core.ruler.before('block', 'hidden', (state) => {
    if (!state.src.includes('<')) return;
    const { text, hidden } = withoutHidden(md, state.src);
    state.src = text;
    say(state.env, ...hidden.map((one): HtmlFinding => ({ is: 'hidden', ...one })));
  });
  md.inline.ruler.before('autolink', 'tag', tag);
  // Before links are found in words, so that no link stands in a link.
  md.core.ruler.after('inline', 'tags', placeTags);
}

function say(env: unknown, ...findings: HtmlFinding[]): void {
  if (typeof env === 'object' && env !== null && 'findings' in env && Array.isArray(env.findings)) env.findings.push(...findings);
}

function tag(state: StateInline, silent: boolean): boolean {
  if (state.src[state.pos] !== '<') return false;
  const rest = state.src.slice(state.pos);
  const found = rest.startsWith(HIDDEN_LINE) ? [HIDDEN_LINE] : TAG.exec(rest);
  const whole = found?.[0];
  if (whole === undefined) return false;
  if (!silent) {
    const token = state.push('tag', '', 0);
    token.markup = whole;
    token.info = (found?.[1] ?? '').toLowerCase();
  }
  state.pos += whole.length;
  return true;
}

function placeTags(state: StateCore): void {
  let line = 1;
  let changed = false;
  state.tokens = state.tokens.flatMap((token, index) => {
    if (token.map) line = token.map[0] + 1;
    if (token.type !== 'inline' || token.children === null) return [token];
    const { children } = token;
    for (const { at, code } of foreignCode(children)) say(state.env, { line: line + at, is: 'foreign', code });
    if (!children.some(holdsTag)) return [token];
    changed = true;
    const paragraph = state.tokens[index - 1]?.type === 'paragraph_open' ? state.tokens[index - 1] : undefined;
    const pieces = placed(children, state, line).map(trimmed);
    const kept = paragraph ? pieces.filter((piece) => piece.length > 0) : pieces;
    if (paragraph?.hidden || !paragraph) {
      token.children = kept.flatMap((piece, i) => (i === 0 ? piece : [new MarkdownIt.Token('hardbreak', 'br', 0), ...piece]));
      return [token];
    }
    const close = state.tokens[index + 1];
    return kept.flatMap((piece, i) => {
      const words = new MarkdownIt.Token('inline', '', 0);
      Object.assign(words, token, { children: piece });
      return i === 0 || !close ? [words] : [close, paragraph, words];
    });
  });
  if (changed) state.tokens = withoutEmpty(state.tokens);
}

function holdsTag({ type, children }: Token): boolean {
  return type === 'tag' || (children ?? []).some(holdsTag);
}

/** An open tag, or an open token of Markdown. `token`: what a tag has become. */
type Open = { name: string; token?: Token };

/** Returns the words of each paragraph, with tags in their Markdown form. Links and images know their line. */
function placed(children: readonly Token[], state: StateCore, firstLine: number): Token[][] {
  const placer = new Placer(state, firstLine);
  for (const child of children) {
    if (child.type === 'tag') placer.placeTag(child);
    else placer.placeWords(child);
  }
  return placer.paragraphs();
}

/** Puts tokens behind each other. A tag without its other half, or whose halves cross another pair, leaves nothing. */
class Placer {
  readonly #state: StateCore;
  readonly #paragraphs: Token[][] = [[]];
  readonly #unpaired = new Set<Token>();
  #open: Open[] = [];
  #line: number;

  constructor(state: StateCore, line: number) {
    this.#state = state;
    this.#line = line;
  }

  paragraphs(): Token[][] {
    return this.#paragraphs.map((tokens) => tokens.filter((token) => !this.#unpaired.has(token)));
  }

  placeWords(token: Token): void {
    if (token.type === 'softbreak' || token.type === 'hardbreak') this.#line += 1;
    if (token.type === 'image' && token.children) token.children = placed(token.children, this.#state, this.#line).flat();
    if (token.type === 'link_open' || token.type === 'image') token.meta = { line: this.#line };
    // A link in a link would be two addresses for the same words.
    if (token.type === 'link_open') this.#open = this.#open.filter((one) => one.name !== 'link');
    const name = token.type.replace(/_(?:open|close)$/u, '');
    if (token.nesting < 0) {
      const last = this.#open.findLastIndex((one) => one.token === undefined && one.name === name);
      if (last >= 0) this.#open.length = last;
    }
    if (token.nesting > 0) this.#open.push({ name });
    this.#put(token);
  }

  placeTag(tag: Token): void {
    const name = tag.info.replace('/', '');
    const closes = tag.info.startsWith('/');
    const twin = TWINS[name];
    if (name === 'br' || name === 'p') this.#break(tag, name === 'p' && this.#open.length === 0);
    else if (twin && closes) this.#close(twin);
    else if (twin) this.#begin(tag, twin);
    else if (name === 'img') {
      const image = imageOf(tag, this.#line, this.#state);
      this.#say(tag, image ? 'changed' : 'removed');
      if (image) this.#put(image);
    } else if (!closes) this.#say(tag, 'removed');
    this.#line += tag.markup.split('\n').length - 1;
  }

  #break(tag: Token, paragraph: boolean): void {
    if (!tag.info.startsWith('/')) this.#say(tag, 'changed');
    if (paragraph) this.#paragraphs.push([]);
    else this.#put(new MarkdownIt.Token('hardbreak', 'br', 0));
  }

  #begin(tag: Token, twin: string): void {
    const address = twin === 'link' ? addressOf(tag, 'href', this.#state.md) : '';
    if (address === undefined || (twin === 'link' && this.#open.some(({ name }) => name === 'link'))) {
      this.#say(tag, 'removed');
      return;
    }
    this.#say(tag, 'changed');
    const token = new MarkdownIt.Token(`${twin}_open`, twin === 'link' ? 'a' : twin, 1);
    if (twin === 'link') token.attrSet('href', address);
    token.meta = { line: this.#line };
    this.#unpaired.add(token);
    this.#open.push({ name: twin, token });
    this.#put(token);
  }

  #close(twin: string): void {
    const last = this.#open.findLastIndex(({ name, token }) => token === undefined || name === twin);
    const token = this.#open[last]?.token;
    if (token === undefined) return;
    this.#unpaired.delete(token);
    this.#open.length = last;
    this.#put(new MarkdownIt.Token(`${twin}_close`, twin === 'link' ? 'a' : twin, -1));
  }

  #put(token: Token): void {
    this.#paragraphs.at(-1)?.push(token);
  }

  #say({ markup }: Token, is: 'changed' | 'removed'): void {
    if (markup !== HIDDEN_LINE) say(this.#state.env, { line: this.#line, is, tag: markup.replaceAll(/\s+/gu, ' ') });
  }
}

/** Returns an attribute that is an address which Markdown would take. */
function addressOf(token: Token, name: string, md: Parser): string | undefined {
  const raw = attributesOf(token, md)
    .get(name)
    ?.replaceAll(/[\t\n]/gu, '')
    .trim();
  if (!raw) return undefined;
  const address = md.normalizeLink(raw);
  return md.validateLink(address) ? address : undefined;
}

function attributesOf({ markup, info }: Token, md: Parser): Map<string, string> {
  const all = [...markup.slice(info.length + 1).matchAll(ATTRIBUTE)];
  return new Map(all.map(([, name = '', ...values]) => [name.toLowerCase(), md.utils.unescapeAll(values.find(Boolean) ?? '')]));
}

function imageOf(tag: Token, line: number, state: StateCore): Token | undefined {
  const address = addressOf(tag, 'src', state.md);
  if (address === undefined) return undefined;
  const attributes = attributesOf(tag, state.md);
  const image = new MarkdownIt.Token('image', 'img', 0);
  image.attrs = [
    ['src', address],
    ['alt', ''],
  ];
  const title = attributes.get('title');
  if (title) image.attrs.push(['title', title]);
  const alt = new MarkdownIt.Token('text', '', 0);
  alt.content = (attributes.get('alt') ?? '').replaceAll(/\s+/gu, ' ');
  image.children = [alt];
  image.content = alt.content;
  image.meta = { line };
  return image;
}

/** Removes breaks and spaces at both ends, and all but one of several soft breaks. */
function trimmed(tokens: readonly Token[]): Token[] {
  const isBreak = (token: Token | undefined) => token?.type === 'softbreak' || token?.type === 'hardbreak';
  const isBlank = (token: Token | undefined) => isBreak(token) || (token?.type === 'text' && token.content.trim() === '');
  const kept = tokens.filter(({ type, content }) => type !== 'text' || content !== '');
  while (isBlank(kept[0])) kept.shift();
  while (isBlank(kept.at(-1))) kept.pop();
  return kept.filter((token, i) => token.type !== 'softbreak' || !isBreak(kept[i - 1]));
}

/** The blocks that a reader would see as empty. */
const SHELLS = new Set(['paragraph', 'list_item', 'bullet_list', 'ordered_list', 'blockquote']);

/** Removes paragraphs whose only words were tags or comments, and lists and quotes that are empty without them. */
function withoutEmpty(tokens: readonly Token[]): Token[] {
  const out: Token[] = [];
  for (const token of tokens) {
    const last = out.at(-1);
    if (token.type === 'inline' && token.children?.length === 0 && last?.type === 'paragraph_open') continue;
    const name = token.type.replace(/_close$/u, '');
    if (token.nesting < 0 && SHELLS.has(name) && last?.type === `${name}_open`) out.pop();
    else out.push(token);
  }
  return out;
}

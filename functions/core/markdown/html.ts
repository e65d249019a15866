// HTML in a story. Tags with a Markdown twin become it, the others are taken out and their words stay. Code keeps them, as text.
import MarkdownIt, { type MarkdownIt as Parser, type StateCore, type StateInline, type Token } from 'markdown-it';
import { HIDDEN_LINE, withoutHidden } from '#core/markdown/comments';
import { onOneLine, quoted, say } from '#core/markdown/findings';
import { type HtmlBlock, inBlocks, withoutEmpty } from '#core/markdown/html-blocks';
import { isBlockElement, isTag } from '#core/markdown/html-elements';
import { plainTextOf, textToken } from '#core/markdown/tokens';

/** Tag names, `/` before those that close, as in `b` and `/b`. */
const TAG = /<(\/?(?:[a-z]+\d?:)?[a-z][a-z0-9-]*)((?:[\s/](?:"[^"]*"|'[^']*'|[^<>"'])*)?|[\s/][^<>]*)>|<\?[^<>]*>|<!\[?[a-z][^<>]*>/iuy;
const ATTRIBUTE = /([a-z][a-z0-9-]*)\s*=\s*(?:"([^"]*)"|'([^']*)'|[“”„]([^“”]*)[“”]|([^\s"'<>]+))/giu;
const TWINS: Readonly<Record<string, string>> = {
  b: 'strong',
  strong: 'strong',
  i: 'em',
  em: 'em',
  s: 's',
  del: 's',
  strike: 's',
  code: 'code',
  a: 'link',
};
const LISTS = new Set(['ul', 'ol']);
const BLOCK_TWINS = new Set(['p', 'br', 'hr', 'li', 'blockquote', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', ...LISTS]);

export function html(md: Parser): void {
  md.core.ruler.before('block', 'hidden', (state) => {
    if (state.src.includes('<')) state.src = withoutHidden(md, state.src, state.env);
  });
  md.inline.ruler.before('autolink', 'tag', tag);
  // Before links are found in words, so that no link stands in a link.
  md.core.ruler.after('inline', 'tags', placeTags);
}

function tag(state: StateInline, silent: boolean): boolean {
  if (state.src[state.pos] !== '<') return false;
  TAG.lastIndex = state.pos;
  const found = state.src.startsWith(HIDDEN_LINE, state.pos) ? [HIDDEN_LINE] : TAG.exec(state.src);
  const [whole, name = ''] = found ?? [];
  if (whole === undefined || !isTag(whole)) return false;
  if (!silent) {
    const token = state.push('tag', '', 0);
    token.markup = whole;
    token.info = name.toLowerCase();
  }
  state.pos += whole.length;
  return true;
}

function placeTags(state: StateCore): void {
  let line = 1;
  const out: Token[] = [];
  const emptied = new Set<Token>();
  const outside = { lists: [], quotes: 0, quoteEnds: quoteEndsIn(state.tokens) };
  for (let index = 0; index < state.tokens.length; index += 1) {
    const token = state.tokens[index];
    if (token === undefined) continue;
    if (token.map) line = token.map[0] + 1;
    out.push(token);
    if (token.type !== 'inline' || !token.children?.some(holdsTag)) continue;
    emptied.add(token);
    const before = out.at(-2);
    const paragraph = before?.type === 'paragraph_open' ? before : undefined;
    const blocks = placed(token.children, { state, outside, line })
      .map((block) => ({ ...block, tokens: trimmed(block.tokens) }))
      .filter(({ is, tokens }) => is === 'rule' || tokens.length > 0);
    if (paragraph && !paragraph.hidden) {
      out.splice(-2, 2, ...inBlocks(blocks, token));
      index += 1;
    } else token.children = blocks.flatMap(({ tokens }, i) => (i === 0 ? tokens : [hardBreak(), ...tokens]));
  }
  state.tokens = emptied.size === 0 ? out : withoutEmpty(out, emptied);
}

function holdsTag({ type, children }: Token): boolean {
  return type === 'tag' || (children ?? []).some(holdsTag);
}

function quoteEndsIn(tokens: readonly Token[]): number {
  return tokens.flatMap(({ children }) => children ?? []).filter(({ type, info }) => type === 'tag' && info === '/blockquote').length;
}

function hardBreak(): Token {
  return new MarkdownIt.Token('hardbreak', 'br', 0);
}

/** An open tag, or an open token of Markdown. `token`: what a tag has become. */
type Open = { name: string; token?: Token };

/** HTML that is open around a paragraph. `quoteEnds`: how many quotes are still closed further on. */
type Outside = { lists: string[]; quotes: number; quoteEnds: number };
type Place = { state: StateCore; outside: Outside; line: number };

/** Returns the words in blocks, with tags in their Markdown form. Links and images know their line. */
function placed(children: readonly Token[], place: Place): HtmlBlock[] {
  const placer = new Placer(place);
  for (const child of children) {
    if (child.type === 'tag') placer.placeTag(child);
    else placer.placeWords(child);
  }
  return placer.blocks();
}

/** Puts tokens behind each other. A tag without its other half, or whose halves cross another pair, leaves nothing. */
class Placer {
  readonly #state: StateCore;
  readonly #outside: Outside;
  readonly #blocks: HtmlBlock[] = [];
  /** The tags that have become a token, with their lines. */
  readonly #begun = new Map<Token, { tag: Token; line: number }>();
  readonly #unpaired = new Set<Token>();
  #open: Open[] = [];
  #line: number;

  constructor({ state, outside, line }: Place) {
    this.#state = state;
    this.#outside = outside;
    this.#line = line;
    this.#begin(this.#words());
  }

  blocks(): HtmlBlock[] {
    for (const [token, { tag, line }] of this.#begun) this.#say(tag, this.#unpaired.has(token) ? 'unpaired' : 'changed', line);
    return this.#blocks.map((block) => ({ ...block, tokens: block.tokens.filter((token) => !this.#unpaired.has(token)) }));
  }

  placeWords(token: Token): void {
    if (token.type === 'softbreak' || token.type === 'hardbreak') this.#line += 1;
    if (token.type === 'image' && token.children) token.children = this.#inside(token.children);
    if (token.type === 'link_open' || token.type === 'image') token.meta = { ...token.meta, line: this.#line };
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
    if (twin && closes) this.#close(twin);
    else if (twin) this.#beginPair(tag, twin);
    else if (name === 'img') this.#image(tag);
    else {
      if (!closes && tag.markup !== HIDDEN_LINE) this.#say(tag, BLOCK_TWINS.has(name) ? 'changed' : name === 'table' ? 'table' : 'removed');
      this.#placeBlockTag(name, closes);
    }
    this.#line += tag.markup.split('\n').length - 1;
  }

  #placeBlockTag(name: string, closes: boolean): void {
    if (name === 'td' || name === 'th') this.#put(textToken(closes ? '' : ' '));
    else if (name === 'br' || (isBlockElement(name) && this.#open.length > 0)) this.#put(hardBreak());
    else if (isBlockElement(name)) this.#block(name, closes);
  }

  /** The words of an image: tags in them leave nothing but words. */
  #inside(children: readonly Token[]): Token[] {
    return placed(children, { state: this.#state, outside: { lists: [], quotes: 0, quoteEnds: 0 }, line: this.#line }).flatMap(
      ({ tokens }) => tokens,
    );
  }

  #block(name: string, closes: boolean): void {
    const { lists } = this.#outside;
    if (LISTS.has(name) && closes) lists.pop();
    else if (LISTS.has(name)) lists.push(name);
    if (name === 'blockquote') this.#quote(closes);
    if (name === 'hr') this.#begin({ is: 'rule', tokens: [] });
    if (!closes && name === 'li') this.#begin({ is: 'item', ordered: lists.at(-1) === 'ol', tokens: [] });
    else if (!closes && /^h[1-6]$/u.test(name)) this.#begin({ is: 'heading', level: Number(name[1]), tokens: [] });
    // A paragraph in an item or a heading is its words.
    else if (closes || name === 'hr' || !this.#isBlank()) this.#begin(this.#words());
  }

  /** A quote that is never closed is none: it would reach to the end of the text. */
  #quote(closes: boolean): void {
    const outside = this.#outside;
    if (!closes && outside.quoteEnds > outside.quotes) outside.quotes += 1;
    if (!closes) return;
    outside.quoteEnds -= 1;
    if (outside.quotes > 0) outside.quotes -= 1;
  }

  #words(): HtmlBlock {
    return { is: this.#outside.quotes > 0 ? 'quote' : 'paragraph', tokens: [] };
  }

  #begin(block: HtmlBlock): void {
    this.#blocks.push(block);
  }

  /** True when nothing but spaces is in an item or a heading so far. */
  #isBlank(): boolean {
    const last = this.#blocks.at(-1);
    return (
      (last?.is === 'item' || last?.is === 'heading') &&
      last.tokens.every(({ type, content }) => type === 'softbreak' || (type === 'text' && content.trim() === ''))
    );
  }

  #beginPair(tag: Token, twin: string): void {
    const address = twin === 'link' ? addressOf(tag, 'href', this.#state.md) : '';
    if (address === undefined || (twin === 'link' && this.#open.some(({ name }) => name === 'link'))) {
      this.#say(tag, 'removed');
      return;
    }
    const token = new MarkdownIt.Token(`${twin}_open`, twin === 'link' ? 'a' : twin, 1);
    if (twin === 'link') token.attrSet('href', address);
    token.meta = { line: this.#line };
    this.#unpaired.add(token);
    this.#begun.set(token, { tag, line: this.#line });
    this.#open.push({ name: twin, token });
    this.#put(token);
  }

  #close(twin: string): void {
    const last = this.#open.findLastIndex(({ name, token }) => token === undefined || name === twin);
    const token = this.#open[last]?.token;
    if (token === undefined) return;
    this.#unpaired.delete(token);
    this.#open.length = last;
    if (twin === 'code') this.#code(token);
    else this.#put(new MarkdownIt.Token(`${twin}_close`, twin === 'link' ? 'a' : twin, -1));
  }

  /** Code has words only, without bold ones or links in them. */
  #code(open: Token): void {
    const tokens = this.#blocks.at(-1)?.tokens ?? [];
    const inside = tokens.splice(tokens.indexOf(open)).slice(1);
    const code = new MarkdownIt.Token('code_inline', 'code', 0);
    code.markup = '`';
    code.content = plainTextOf(inside);
    this.#put(code);
  }

  #image(tag: Token): void {
    const image = imageOf(tag, this.#line, this.#state);
    this.#say(tag, image ? 'changed' : 'picture');
    if (image) this.#put(image);
  }

  #put(token: Token): void {
    this.#blocks.at(-1)?.tokens.push(token);
  }

  #say({ markup, info }: Token, is: keyof typeof SENTENCES, line = this.#line): void {
    say(this.#state.env, { line, is: 'html', typed: onOneLine(markup), about: `${is} ${info}`, ...SENTENCES[is](quoted(markup), info) });
  }
}

const SENTENCES = {
  changed: (tag: string) => ({ level: 'minor' as const, sentence: `The HTML ${tag} is published as Markdown.` }),
  removed: (tag: string) => ({ level: 'note' as const, sentence: `The HTML ${tag} is not published. Words around it stay.` }),
  unpaired: (tag: string, name: string) => ({
    level: 'note' as const,
    sentence: `The HTML ${tag} is not published, because no </${name}> follows in its paragraph. Words around it stay.`,
  }),
  table: (tag: string) => ({
    level: 'note' as const,
    sentence: `The HTML ${tag} is not published. Its words stay, each row on a line of its own. For columns write the table in Markdown, with | between its cells.`,
  }),
  picture: (tag: string) => ({
    sentence: `The picture ${tag} has no address of a file. Put the file into the images folder, and write ![what it shows](name.png).`,
  }),
};

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
  const first = kept.findIndex((token) => !isBlank(token));
  const last = kept.findLastIndex((token) => !isBlank(token));
  const words = first < 0 ? [] : kept.slice(first, last + 1);
  if (words[0]?.type === 'text') words[0].content = words[0].content.trimStart();
  const end = words.at(-1);
  if (end?.type === 'text') end.content = end.content.trimEnd();
  return words.filter((token, i) => token.type !== 'softbreak' || !isBreak(words[i - 1]));
}

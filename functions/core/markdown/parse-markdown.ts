// Markdown in a story: CommonMark, tables and footnotes, without HTML, and with links to the web and to mailboxes only.
import type { Token } from 'markdown-it';
import MarkdownIt from 'markdown-it';
import { imageName } from '#core/image/prepared-image';
import { definitions } from '#core/markdown/definitions';
import { figures } from '#core/markdown/figures';
import type { Finding } from '#core/markdown/findings';
import { footnotes, isFootnoteReference } from '#core/markdown/footnotes';
import { foreign, holdsCode } from '#core/markdown/foreign-code';
import { html } from '#core/markdown/html';
import { looseLinks } from '#core/markdown/loose-links';
import { misread } from '#core/markdown/misread';
import { oddBlocks } from '#core/markdown/odd-blocks';
import { pastedLists } from '#core/markdown/pasted-lists';
import { copyOf, plainTextOf } from '#core/markdown/tokens';
import { typedTables } from '#core/markdown/typed-tables';
import { Work, workLimit } from '#core/markdown/work';

export type MarkdownToken = Token;

/** The only parser. HTML becomes Markdown or is taken out, and links that could run a script stay in the text as typed. */
export const markdownParser = new MarkdownIt({ html: false, linkify: true, typographer: false })
  .use(html)
  .use(pastedLists)
  .use(looseLinks)
  .use(misread)
  .use(typedTables)
  .use(oddBlocks)
  .use(definitions)
  .use(footnotes)
  .use(figures)
  .use(workLimit);
markdownParser.validateLink = (url) => isReachable(url) || isRelative(url);
// Only an address written in full becomes a link: "e.g.this" and file names stay text.
markdownParser.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false }).add('ftp:', null).add('//', null);

/** Throws `Unreadable` for a text that would take the parser too long. */
export function parseMarkdown(markdown: string): MarkdownToken[] {
  return parsed(markdown).tokens;
}

/**
 * Returns the blocks of a text as it is typed, before captions and notes are made of them: every block knows its lines. Throws `Unreadable`
 * like `parseMarkdown`.
 */
export function blockTokens(markdown: string): MarkdownToken[] {
  const tokens: MarkdownToken[] = [];
  markdownParser.block.parse(markdown, markdownParser, { findings: [], work: new Work() }, tokens);
  return tokens;
}

type Parsed = { markdown: string; tokens: MarkdownToken[]; findings: Finding[] };

/** A text is checked, summarised, and made HTML and plain text, one after the other: it is parsed for the first of these only. */
let last: Parsed | undefined;

/** The tokens are the caller's own, to change. */
function parsed(markdown: string): Omit<Parsed, 'markdown'> {
  if (last?.markdown !== markdown) {
    const findings: Finding[] = [];
    last = { markdown, tokens: markdownParser.parse(markdown, { findings, work: new Work() }), findings };
  }
  return { tokens: last.tokens.map(copyOf), findings: [...last.findings] };
}

/** True when a link works wherever it is read, in a page, an email or a feed: http, https or mailto. */
export function isReachable(url: string): boolean {
  return /^(?:https?:\/\/[^\s/?#]|mailto:[^\s])/iu.test(url);
}

function isRelative(url: string): boolean {
  return !/^[a-z][a-z0-9+.-]*:/iu.test(url);
}

/** Returns an image's name below the images folder; undefined for an image on another site. */
export function inlineImageName(token: MarkdownToken): string | undefined {
  const src = String(token.attrGet('src') ?? '');
  return isRelative(src) && !src.startsWith('//') ? imageName(decoded(src)) : undefined;
}

/** An image or a link, and its line in the text, from 1. */
export type InlinePart = { kind: 'image'; address: string; alt: string; line: number } | { kind: 'link'; address: string; line: number };

/** Returns the images and links of a text, and what is said about it, in order of its lines. */
export function readMarkdown(markdown: string): { parts: InlinePart[]; findings: Finding[] } {
  const { tokens, findings } = parsed(markdown);
  const parts = inlineParts(tokens);
  const codes = parts.flatMap(({ address, line }) => (holdsCode(address) ? [foreign(line, address)] : []));
  return { parts, findings: [...findings, ...codes].sort((a, b) => a.line - b.line) };
}

function inlineParts(tokens: readonly MarkdownToken[]): InlinePart[] {
  let line = 1;
  return tokens.flatMap((block): InlinePart[] => {
    // Table cells have no line of their own; their row has one.
    if (block.map) line = block.map[0] + 1;
    let at = line;
    return (block.children ?? []).flatMap((token): InlinePart[] => {
      if (token.type === 'softbreak' || token.type === 'hardbreak') at += 1;
      if (token.type === 'image')
        return [
          {
            kind: 'image',
            address: decoded(String(token.attrGet('src') ?? '')),
            alt: plainTextOf(token.children ?? []).trim(),
            line: lineOf(token) ?? at,
          },
        ];
      if (token.type === 'link_open') return [{ kind: 'link', address: String(token.attrGet('href') ?? ''), line: lineOf(token) ?? at }];
      return [];
    });
  });
}

/** Beside HTML a link or an image knows its own line. */
function lineOf({ meta }: MarkdownToken): number | undefined {
  return typeof meta?.line === 'number' ? meta.line : undefined;
}

/**
 * Returns the words of each paragraph, then of each heading and table cell. Line breaks stay; link addresses and images are left out.
 * Paragraphs that are only a link, such as a video, come last.
 */
export function wordsOfBlocks(markdown: string): string[] {
  const tokens = parseMarkdown(markdown);
  const texts = (type: string, wanted: (children: readonly MarkdownToken[]) => boolean = () => true) =>
    tokens
      .filter((token, index) => token.type === 'inline' && tokens[index - 1]?.type === type && wanted(token.children ?? []))
      .map((token) => linesOf((token.children ?? []).filter((child) => child.type !== 'image' && !isFootnoteReference(child))));
  return [
    ...texts('paragraph_open', (children) => !isOneLink(children)),
    ...texts('heading_open'),
    ...texts('td_open'),
    ...texts('paragraph_open', isOneLink),
  ].filter((words) => words !== '');
}

function linesOf(tokens: readonly MarkdownToken[]): string {
  return tokens
    .map((token) => (token.type === 'softbreak' || token.type === 'hardbreak' ? '\n' : plainTextOf([token])))
    .join('')
    .trim();
}

function isOneLink(children: readonly MarkdownToken[]): boolean {
  const seen = children.filter(({ type, content }) => type !== 'text' || content.trim() !== '');
  return seen[0]?.type === 'link_open' && seen.findIndex(({ type }) => type === 'link_close') === seen.length - 1;
}

function decoded(address: string): string {
  try {
    return decodeURI(address);
  } catch (error) {
    if (error instanceof URIError) return address;
    throw error;
  }
}

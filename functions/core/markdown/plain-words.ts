// A title, name or summary as the words that readers see: Markdown, HTML and entities in it leave only their words.
import MarkdownIt, { type Token } from 'markdown-it';
import type { Finding } from '#core/markdown/findings';
import { html } from '#core/markdown/html';
import { misread } from '#core/markdown/misread';

/** Without links that are found in words: their text would be changed. */
const parser = new MarkdownIt({ html: false, linkify: false, typographer: false }).use(html).use(misread);

const STRUCK = new Set(['s', 'del', 'strike']);

/** A double-encoded entity: `&amp;#39;`, as exports of WordPress have it. */
const ENCODED_TWICE = /&amp;(?=(?:#\d{1,7}|#x[\da-f]{1,6}|amp|lt|gt|quot|apos|nbsp|[lr][sd]quo|[nm]dash|hellip);)/giu;
const HEADING = /^#{1,6}\s+(?=\S)/u;
/** What is left of Markdown that is not whole. */
const LEFT_OVER = /(?:^|[\s([“‘"'])(\*\*|__)(?=[\p{L}\p{N}])|[\p{L}\p{N}.!?](\*\*|__)(?=$|[\s)\]”’"'.,;:!?])/u;
const FOOTNOTE = /\[\^[^\]\s]+\]/u;

/**
 * Returns the words of an inline text. `keepAddresses`: a link's address stays behind its words. `faults`: what cannot be shown as words,
 * each the end of a sentence that begins with the name of the text.
 */
export function plainWords(typed: string, { keepAddresses = false } = {}): { words: string; faults: string[] } {
  if (!/[*_`~<&[\]\\{#]/u.test(typed)) return { words: typed, faults: [] };
  const findings: Finding[] = [];
  let source = typed.replace(HEADING, '');
  while (source.search(ENCODED_TWICE) >= 0) source = source.replaceAll(ENCODED_TWICE, '&');
  const tokens = parser.parseInline(source, { findings })[0]?.children ?? [];
  const read = wordsOf(tokens, keepAddresses).trim();
  // The parser takes the spaces around line ends away, which alone changes no words.
  const words = read === typed.replaceAll(/[ \t]*\n[ \t]*/gu, '\n').trim() ? typed : read.replaceAll(/ {2,}/gu, ' ');
  const faults = [...findings.flatMap(faultOf), ...faultsOf(tokens, words)];
  return { words, faults: [...new Set(faults)] };
}

function faultOf({ is, typed = '', level }: Finding): string[] {
  switch (is) {
    case 'code':
      return [`has a code of another program in it: "${typed}". Delete it, or write in plain words what it stands for.`];
    case 'hidden':
      return level ? [] : ['has a comment in it that has no end. Delete it.'];
    case 'typed':
      return [`has "${typed}" in it, which looks like HTML, so it is not clear whether readers should see it. Write it without < and >.`];
    case 'html':
      return STRUCK.has(/^<([a-z]+)/iu.exec(typed)?.[1]?.toLowerCase() ?? '') ? [NO_STRIKING] : [];
    default:
      return [];
  }
}

const NO_STRIKING = 'has words that are struck out, which plain text cannot show. Delete the words, or their marks.';

function faultsOf(tokens: readonly Token[], words: string): string[] {
  const faults = tokens.some(({ type }) => type === 's_open') ? [NO_STRIKING] : [];
  const left = LEFT_OVER.exec(words);
  if (left) faults.push(`has "${left[1] ?? left[2]}" in it without its other half, and readers would see the signs. Delete them.`);
  if (/\]\(/u.test(words)) faults.push('has a link in it that is not whole, and readers would see its brackets. Write only the words.');
  if (FOOTNOTE.test(words)) faults.push('has the mark of a footnote in it. Footnotes belong in the text below the keys: delete the mark.');
  return faults;
}

/** Returns the words of tokens. Stars and underlines that are no emphasis, such as `2*3*4` or in an address, stay as typed. */
function wordsOf(tokens: readonly Token[], keepAddresses: boolean): string {
  const pieces: string[] = [];
  const opened: { at: number; href: string }[] = [];
  for (const [index, token] of tokens.entries()) {
    if (token.nesting > 0) opened.push({ at: pieces.length, href: String(token.attrGet('href') ?? '') });
    if (token.nesting < 0) {
      const { at, href } = opened.pop() ?? { at: 0, href: '' };
      if (token.type === 'link_close') pieces.push(keepAddresses ? addressAfter(pieces.slice(at).join(''), href) : '');
      else if (isEmphasis(token.markup, pieces.slice(0, at).join('').slice(-1), firstOf(tokens[index + 1]))) pieces[at] = '';
      else pieces.push(token.markup);
    } else pieces.push(ownWordsOf(token, keepAddresses));
  }
  return pieces.join('');
}

function ownWordsOf(token: Token, keepAddresses: boolean): string {
  if (token.type === 'softbreak' || token.type === 'hardbreak') return keepAddresses ? '\n' : ' ';
  // Until its end is found, a mark of emphasis stays as it was typed.
  if (token.type === 'em_open' || token.type === 'strong_open') return token.markup;
  return token.children ? wordsOf(token.children, false) : token.content;
}

function addressAfter(words: string, href: string): string {
  return /^https?:/iu.test(href) && words !== href ? ` ${href}` : '';
}

function firstOf(token: Token | undefined): string {
  if (token?.type === 'softbreak' || token?.type === 'hardbreak') return ' ';
  return (token?.content || token?.markup || '').slice(0, 1);
}

function isEmphasis(markup: string, before: string, after: string): boolean {
  if (markup === '**') return !(/[\p{N}/@#=&?]/u.test(before) || /\p{N}/u.test(after));
  return !/[\p{L}\p{N}/@#=&?.:-]/u.test(before) && !/[\p{L}\p{N}/@=]/u.test(after);
}

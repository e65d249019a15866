// Inline styles for each element: most email programs drop style sheets.
import MarkdownIt from 'markdown-it';
import type { MarkdownToken } from '#core/markdown/parse-markdown';
import { settleColumns } from '#core/markdown/tables';
import { addStyle } from '#core/markdown/tokens';

export type StyledElement =
  | 'p'
  | 'h2'
  | 'h3'
  | 'h4'
  | 'ul'
  | 'ol'
  | 'li'
  | 'blockquote'
  | 'a'
  | 'table'
  | 'th'
  | 'td'
  | 'img'
  | 'hr'
  | 'code'
  | 'pre'
  | 'sup'
  | 'figure'
  | 'figcaption';

export type ElementStyles = {
  /** Inline CSS for each element. Without it, no element has a style attribute. */
  styles?: Partial<Record<StyledElement, string>>;
  /** HTML before and after each quote, for email programs that ignore a quote's own spacing. */
  quote?: readonly [before: string, after: string];
};

/** Replacements, used with styles, for elements that email programs do not show as blocks. */
const PLAIN_TAGS: Partial<Record<string, string>> = { figure: 'div', figcaption: 'p' };
const CLOSING = new Set(['blockquote_close', 'list_item_close']);

export function inlineStyles(tokens: readonly MarkdownToken[], { styles, quote }: ElementStyles): MarkdownToken[] {
  for (const token of tokens) for (const part of [token, ...(token.children ?? [])]) addInlineStyle(part, styles ?? {});
  if (styles) {
    settleSpaces(tokens);
    settleColumns(tokens);
  }
  return tokens.flatMap((token) => {
    if (quote && token.type === 'blockquote_open') return [raw(quote[0]), token];
    return quote && token.type === 'blockquote_close' ? [token, raw(quote[1])] : [token];
  });
}

/** Adds styles that depend on an element's neighbours. */
function settleSpaces(tokens: readonly MarkdownToken[]): void {
  let depth = 0;
  for (const [index, token] of tokens.entries()) {
    // Without a maximum in pixels an image that is not loaded would keep its full width, and widen the email.
    for (const [i, part] of (token.children ?? []).entries()) {
      if (part.type !== 'image') continue;
      addStyle(part, `max-width:${part.attrGet('width')}px`);
      if (token.children?.[i + 1]?.type === 'softbreak') addStyle(part, 'margin-bottom:8px');
    }
    token.tag = PLAIN_TAGS[token.tag] ?? token.tag;
    if (token.tag === 'ul' || token.tag === 'ol') {
      depth += token.nesting;
      if (token.nesting > 0 && depth > 1) addStyle(token, 'margin-top:10px;margin-bottom:0');
    }
    // The container has the space below its last paragraph.
    if (token.type === 'paragraph_open' && CLOSING.has(tokens[index + 3]?.type ?? '')) addStyle(token, 'margin-bottom:0');
  }
}

function addInlineStyle(token: MarkdownToken, styles: Partial<Record<string, string>>): void {
  // A fence with a language would get an extra element with a class.
  if (token.type === 'fence') token.type = 'code_block';
  if (token.type === 'th_open') token.attrSet('scope', 'col');
  if (token.nesting < 0) return;
  const element = token.type === 'code_block' ? 'pre' : token.tag;
  const css = styles[element] ?? (/^h[56]$/u.test(element) ? styles.h4 : undefined);
  const alignment = token.attrGet('style');
  if (css !== undefined) token.attrSet('style', alignment === null ? css : `${css};${alignment}`);
  // The content security policy of pages forbids inline styles.
  else if (alignment !== null) token.attrs = (token.attrs ?? []).filter(([name]) => name !== 'style');
}

function raw(html: string): MarkdownToken {
  const token = new MarkdownIt.Token('html_block', '', 0);
  token.content = html;
  return token;
}

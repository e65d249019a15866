// The look of each element, inline: most email programs drop style sheets.
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
  /** Inline CSS for each element. Without it no element has a style attribute. */
  styles?: Partial<Record<StyledElement, string>>;
  /** HTML before and after each quote, for email programs that give a quote no space of its own. */
  quote?: readonly [before: string, after: string];
};

/** Elements that no email program takes for a block, and what stands in for them where there are styles. */
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

/** What a style of an element alone cannot say. */
function settleSpaces(tokens: readonly MarkdownToken[]): void {
  let depth = 0;
  for (const [index, token] of tokens.entries()) {
    // A percentage alone would leave an image that is not loaded as wide as it says, and the email with it.
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
    // The space below the last paragraph belongs to what holds it.
    if (token.type === 'paragraph_open' && CLOSING.has(tokens[index + 3]?.type ?? '')) addStyle(token, 'margin-bottom:0');
  }
}

function addInlineStyle(token: MarkdownToken, styles: Partial<Record<string, string>>): void {
  // A fence's language would be a class on an element of its own.
  if (token.type === 'fence') token.type = 'code_block';
  if (token.type === 'th_open') token.attrSet('scope', 'col');
  if (token.nesting < 0) return;
  const element = token.type === 'code_block' ? 'pre' : token.tag;
  const css = styles[element] ?? (/^h[56]$/u.test(element) ? styles.h4 : undefined);
  const alignment = token.attrGet('style');
  if (css !== undefined) token.attrSet('style', alignment === null ? css : `${css};${alignment}`);
  // Pages are served with a policy that forbids inline styles.
  else if (alignment !== null) token.attrs = (token.attrs ?? []).filter(([name]) => name !== 'style');
}

function raw(html: string): MarkdownToken {
  const token = new MarkdownIt.Token('html_block', '', 0);
  token.content = html;
  return token;
}

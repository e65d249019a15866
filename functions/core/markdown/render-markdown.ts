// Renders a story's Markdown as HTML that is safe in a page or an email, and as plain text.

import { linkedFootnotes } from '#core/markdown/footnotes';
import { withEvenHeadings } from '#core/markdown/headings';
import { type ElementStyles, inlineStyles } from '#core/markdown/inline-styles';
import type { MarkdownToken } from '#core/markdown/parse-markdown';
import { inlineImageName, isReachable, markdownParser, parseMarkdown } from '#core/markdown/parse-markdown';
import { plainTokens } from '#core/markdown/plain-text';
import { plainTextOf, textToken } from '#core/markdown/tokens';

export type MarkdownLook = {
  /** Returns the address and the size in CSS pixels of an image (`group.png`); undefined shows its alt text instead. */
  images: (src: string) => { url: string; width: number; height: number } | undefined;
  /** Levels that the first heading moves down: 1 makes it an `h2`, below a page's one `h1`. No level is skipped after it. */
  headingShift: number;
  /** Prefix of footnote ids. Without it footnote numbers are not links: few email programs follow links within a mail. */
  footnoteIdPrefix?: string;
} & ElementStyles;

/** Returns a story's body as HTML without scripts or the editor's own HTML, and with http, https and mailto links only. */
export function renderMarkdown(markdown: string, look: MarkdownLook): string {
  const all = parseMarkdown(markdown);
  for (const token of all) if (token.children) token.children = showable(token.children, look);
  const even = withEvenHeadings(all, look.headingShift);
  const tokens = inlineStyles(look.footnoteIdPrefix === undefined ? even : linkedFootnotes(even, look.footnoteIdPrefix), look);
  return markdownParser.renderer.render(tokens, markdownParser.options, {}).trim();
}

/** Returns a story's body as plain text that keeps every address. Lines are broken only with `widthCharacters`. */
export function plainMarkdown(markdown: string, { widthCharacters = Number.POSITIVE_INFINITY }: { widthCharacters?: number } = {}): string {
  return plainTokens(withEvenHeadings(parseMarkdown(markdown), 0), widthCharacters);
}

/** Keeps working links and existing images; replaces the others by their words. */
function showable(tokens: readonly MarkdownToken[], look: MarkdownLook): MarkdownToken[] {
  let leads = true;
  return tokens.flatMap((token, index) => {
    if (token.type === 'image') {
      const name = inlineImageName(token);
      const image = name === undefined ? undefined : look.images(name);
      if (image === undefined) return [textToken(plainTextOf([token]))];
      token.attrs = [
        ['src', image.url],
        ['alt', ''],
        ['width', image.width],
        ['height', image.height],
      ];
    }
    // Readers see the mailbox without `mailto:`.
    if (token.type === 'text' && tokens[index - 1]?.type === 'link_open') token.content = token.content.replace(/^mailto:/iu, '');
    if (token.type === 'link_open') {
      const address = String(token.attrGet('href') ?? '');
      leads = isReachable(address);
      // A screen reader cannot name a link without words.
      if (leads && tokens[index + 1]?.type === 'link_close') return [token, textToken(address.replace(/^mailto:/iu, ''))];
    }
    return (token.type === 'link_open' || token.type === 'link_close') && !leads ? [] : [token];
  });
}

// A story's Markdown as HTML that is safe in a page or an email, and as plain text that keeps every address.

import { linkedFootnotes } from '#core/markdown/footnotes';
import { withEvenHeadings } from '#core/markdown/headings';
import { type ElementStyles, inlineStyles } from '#core/markdown/inline-styles';
import type { MarkdownToken } from '#core/markdown/parse-markdown';
import { inlineImageName, isReachable, markdownParser, parseMarkdown, plainTextOf } from '#core/markdown/parse-markdown';
import { plainTokens } from '#core/markdown/plain-text';
import { textToken } from '#core/markdown/tokens';

export type MarkdownLook = {
  /** Where an image of this name (`group.png`) is shown from, and how large in CSS pixels; without one its alt text stands there. */
  images: (src: string) => { url: string; width: number; height: number } | undefined;
  /** How many levels the first heading moves down: 1 makes it an `h2`, below a page's one `h1`. No level is skipped after it. */
  headingShift: number;
  /** What the ids of footnotes begin with, where the number of one leads to it and back. Without it numbers are no links, which few email programs follow within a mail. */
  footnoteIdPrefix?: string;
} & ElementStyles;

/** HTML of a story's body: no script, no HTML of the editor's own, links by http, https and mailto only. */
export function renderMarkdown(markdown: string, look: MarkdownLook): string {
  const all = parseMarkdown(markdown);
  for (const token of all) if (token.children) token.children = showable(token.children, look);
  const even = withEvenHeadings(all, look.headingShift);
  const tokens = inlineStyles(look.footnoteIdPrefix === undefined ? even : linkedFootnotes(even, look.footnoteIdPrefix), look);
  return markdownParser.renderer.render(tokens, markdownParser.options, {}).trim();
}

/** Plain text of a story's body. Lines are broken at `width` characters where that is possible; without it, never. */
export function plainMarkdown(markdown: string, { widthCharacters = Number.POSITIVE_INFINITY }: { widthCharacters?: number } = {}): string {
  return plainTokens(withEvenHeadings(parseMarkdown(markdown), 0), widthCharacters);
}

/** Words, links that lead somewhere and images that there are; anything else becomes its words. */
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
    // What people write to is the mailbox, not the scheme before it.
    if (token.type === 'text' && tokens[index - 1]?.type === 'link_open') token.content = token.content.replace(/^mailto:/iu, '');
    if (token.type === 'link_open') {
      const address = String(token.attrGet('href') ?? '');
      leads = isReachable(address);
      // A link without words is one that a screen reader cannot name.
      if (leads && tokens[index + 1]?.type === 'link_close') return [token, textToken(address.replace(/^mailto:/iu, ''))];
    }
    return (token.type === 'link_open' || token.type === 'link_close') && !leads ? [] : [token];
  });
}

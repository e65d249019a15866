// A story's Markdown in an email. Styles are inline, because most email programs drop style sheets.

import type { EmailParts } from '#core/email/render-email';
import { HERO_WIDTH_PX, shownSize } from '#core/email/story-cards';
import type { ImageFile } from '#core/image/image-file';
import { imageNamed } from '#core/image/prepared-image';
import type { StyledElement } from '#core/markdown/inline-styles';
import { plainMarkdown, renderMarkdown } from '#core/markdown/render-markdown';
import type { Rules } from '#core/rules/rules';
import { typefaceStack } from '#core/rules/typefaces';
import { links } from '#core/site/links';
import { escapeHtml } from '#core/text/html';
import { oneLine } from '#core/text/lines';
import { render } from '#templates/email';

const TEXT_WIDTH_CHARACTERS = 72;

/** The look of a body. `brand`: the brand's readable colour. The alt text replaces an image that `images` lacks. */
export type BodyLook = { rules: Rules; images: readonly ImageFile[]; brand: string };

/** Returns the body as HTML, with headings below the email's one `h1`. */
export function bodyHtml(markdown: string, { rules, images, brand }: BodyLook): string {
  const site = links(rules);
  return renderMarkdown(markdown, {
    headingShift: 1,
    styles: stylesFor(brand, typefaceStack(rules.brand)),
    quote: quoteAround(brand),
    images: (name) => {
      const image = imageNamed(name, images);
      return image && { url: site.image(image.src), ...shownSize(image, HERO_WIDTH_PX) };
    },
  });
}

/** Returns a summary in place of a body. It is plain text: Markdown in it is not rendered. */
export function summaryParts(summary: string): EmailParts {
  const words = oneLine(summary);
  return { html: words === '' ? '' : `<p style="margin:0 0 20px">${escapeHtml(words)}</p>`, text: words };
}

/** Returns the body as plain text in lines of 72 characters. */
export function bodyText(markdown: string): string {
  return plainMarkdown(markdown, { widthCharacters: TEXT_WIDTH_CHARACTERS });
}

const CONTENT_MARK = '<!-- words -->';

/** Outlook shows borders and padding on a table but not on a blockquote, so a quote is in a table. */
function quoteAround(colour: string): [string, string] {
  const [before = '', after = ''] = render('html/quote', { colour, words: CONTENT_MARK }).split(CONTENT_MARK);
  return [before, after];
}

function stylesFor(colour: string, typeface: string): Partial<Record<StyledElement, string>> {
  return {
    p: 'margin:0 0 20px',
    h2: 'margin:36px 0 12px;font-size:24px;line-height:32px;font-weight:bold',
    h3: 'margin:28px 0 8px;font-size:20px;line-height:28px;font-weight:bold',
    h4: 'margin:24px 0 8px;font-size:18px;line-height:28px;font-weight:bold',
    // Outlook indents bullets by the margin only; others use margin or padding.
    ul: 'margin:0 0 20px 26px;padding:0',
    ol: 'margin:0 0 20px 28px;padding:0',
    li: 'margin:0 0 10px',
    blockquote: 'margin:0;padding:0',
    a: `color:${colour};text-decoration:underline;word-break:break-word`,
    table: 'width:100%;margin:0 0 24px;border-collapse:collapse;font-size:16px;line-height:24px;-webkit-hyphens:auto;hyphens:auto',
    th: 'padding:8px 10px 8px 0;border-bottom:2px solid #aeb7bd;text-align:left;vertical-align:top',
    td: 'padding:8px 10px 8px 0;border-bottom:1px solid #d8dde0;text-align:left;vertical-align:top',
    img: `display:block;width:100%;height:auto;border:0;border-radius:6px;font-family:${typeface};font-size:16px;line-height:24px;color:#4c6272`,
    figure: 'margin:0 0 24px',
    figcaption: 'margin:8px 0 24px;font-size:16px;line-height:24px',
    sup: 'font-size:14px;line-height:0',
    hr: 'margin:32px 0;border:0;border-top:1px solid #d8dde0',
    code: 'padding:1px 4px;background-color:#f0f4f5;font-family:Consolas,Menlo,monospace;font-size:16px',
    pre: 'margin:0 0 20px;padding:16px;background-color:#f0f4f5;font-family:Consolas,Menlo,monospace;font-size:15px;line-height:22px;white-space:pre-wrap;word-break:break-word',
  };
}

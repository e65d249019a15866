// A story's Markdown in an email: the look of each element inline, since most email programs drop style sheets.
import { HERO_WIDTH, shownSize } from '#core/email-cards';
import type { EmailParts } from '#core/email-render';
import { links } from '#core/links';
import { plainMarkdown, renderMarkdown, type StyledElement } from '#core/markdown';
import { escapeHtml } from '#core/mime-html';
import { oneLine } from '#core/mime-slots';
import type { Rules } from '#core/rules';
import type { ImageFile } from '#core/source';

/** Characters in a line of plain text. */
const TEXT_WIDTH = 72;

/** What a body needs of the house. An image that is not among `images` is told by its alt text. */
export type BodyLook = { rules: Rules; images: readonly ImageFile[]; brand: string };

/** HTML below the email's one `h1`. */
export function bodyHtml(markdown: string, { rules, images, brand }: BodyLook): string {
  const site = links(rules);
  return renderMarkdown(markdown, {
    headingShift: 1,
    styles: stylesFor(brand),
    images: (name) => {
      const image = images.find((file) => file.src === name);
      return image && { url: site.image(image.src), ...shownSize(image, HERO_WIDTH) };
    },
  });
}

/** A summary in the place of a body: words, which no Markdown is read into. */
export function summaryParts(summary: string): EmailParts {
  const words = oneLine(summary);
  return { html: words === '' ? '' : `<p style="margin:0 0 20px">${escapeHtml(words)}</p>`, text: words };
}

export function bodyText(markdown: string): string {
  return plainMarkdown(markdown, { width: TEXT_WIDTH });
}

function stylesFor(brand: string): Partial<Record<StyledElement, string>> {
  return {
    p: 'margin:0 0 20px',
    h2: 'margin:36px 0 12px;font-size:24px;line-height:32px;font-weight:bold',
    h3: 'margin:28px 0 8px;font-size:20px;line-height:28px;font-weight:bold',
    h4: 'margin:24px 0 8px;font-size:18px;line-height:28px;font-weight:bold',
    ul: 'margin:0 0 20px;padding:0 0 0 24px',
    ol: 'margin:0 0 20px;padding:0 0 0 28px',
    li: 'margin:0 0 10px',
    blockquote: `margin:0 0 20px;padding:0 0 0 20px;border-left:4px solid ${brand}`,
    a: `color:${brand};text-decoration:underline;word-break:break-word`,
    table: 'width:100%;margin:0 0 24px;border-collapse:collapse;font-size:16px;line-height:24px',
    // A heading keeps its words whole, and its column that width, or narrow screens break every word of the table.
    th: 'word-break:normal;padding:8px 12px 8px 0;border-bottom:2px solid #aeb7bd;text-align:left;vertical-align:top',
    td: 'padding:8px 12px 8px 0;border-bottom:1px solid #d8dde0;text-align:left;vertical-align:top',
    img: 'display:block;max-width:100%;height:auto;border:0;border-radius:6px;font-family:Arial,Helvetica,sans-serif;font-size:16px;line-height:24px;color:#4c6272',
    hr: 'margin:32px 0;border:0;border-top:1px solid #d8dde0',
    code: 'padding:1px 4px;background-color:#f0f4f5;font-family:Consolas,Menlo,monospace;font-size:16px',
    pre: 'margin:0 0 20px;padding:16px;background-color:#f0f4f5;font-family:Consolas,Menlo,monospace;font-size:15px;line-height:22px;white-space:pre-wrap;word-break:break-word',
  };
}

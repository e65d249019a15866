/** A link as X gives it back: `url` is its own short form, `expanded` what we wrote, or the page of an attached image. */
export type PostedLink = { url: string; expanded: string };

const OWN_MEDIA = /^https:\/\/(x|twitter)\.com\/[^/]+\/status\/\d+\/(photo|video)\/\d+$/;
const ESCAPES: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

/**
 * The text of a post as we wrote it, from what X gives back: unescaped, its links expanded, the link to an attached image
 * dropped, in NFC. A bare domain comes back with `http://` before it, which X does not tell from a written one.
 */
export function writtenText(text: string, links: PostedLink[]): string {
  const unescaped = text.replace(/&(amp|lt|gt);/g, (escaped) => ESCAPES[escaped] ?? escaped);
  const expansions = new Map(links.map(({ url, expanded }) => [url, OWN_MEDIA.test(expanded) ? '' : expanded]));
  return unescaped
    .replace(/https:\/\/t\.co\/\w+/g, (url) => expansions.get(url) ?? url)
    .normalize('NFC')
    .trim();
}

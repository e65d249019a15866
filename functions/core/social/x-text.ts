/** A link as X returns it. `url`: X's short form. `expanded`: the link as we wrote it, or the page of an attached image. */
export type PostedLink = { url: string; expanded: string };

const OWN_MEDIA = /^https:\/\/(x|twitter)\.com\/[^/]+\/status\/\d+\/(photo|video)\/\d+$/;
const ESCAPES: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

/**
 * Returns the text of a post as we wrote it, from X's answer: unescaped, links expanded, the link to an attached image removed, in NFC.
 * A bare domain comes back with `http://`, as a link that was written with it does.
 */
export function writtenText(text: string, links: PostedLink[]): string {
  const unescaped = text.replace(/&(amp|lt|gt);/g, (escaped) => ESCAPES[escaped] ?? escaped);
  const expansions = new Map(links.map(({ url, expanded }) => [url, OWN_MEDIA.test(expanded) ? '' : expanded]));
  return unescaped
    .replace(/https:\/\/t\.co\/\w+/g, (url) => expansions.get(url) ?? url)
    .normalize('NFC')
    .trim();
}

// What WordPress would replace when it shows a page: `[caption]`, `[gallery]`, and blocks that are only a comment in the text.
import type { FeedPicture } from '#core/feed/feed-item';
import type { Lost } from '#core/feed/lost';
import { GALLERY as IS_GALLERY } from '#core/feed/site-html';

type Library = ReadonlyMap<string, FeedPicture>;

// Each part has a most length: without it, a text of many beginnings without an end would be read again from each of them.
const CAPTION =
  /\[caption[^\][]{0,500}\]\s{0,20}((?:<a\s[^>]{0,2000}>\s{0,20})?<img[^>]{0,2000}>(?:\s{0,20}<\/a>)?)((?:(?!\[\/?caption).){0,2000})\[\/caption\]/gisu;
const GALLERY = /\[gallery([^\][]{0,2000})\]/giu;
/** Shortcodes that hold an address of something to play. */
const PLAYED =
  /\[(?:embed|video|audio|playlist|youtube|vimeo)\b([^\][]{0,2000})\](?:\s{0,20}([^[\]<]{0,2000})\[\/(?:embed|video|audio)\])?/giu;
const ADDRESS = /https?:\/\/[^\s"'<>\]]+/iu;
/** A shortcode says more than a word, or is closed again; `[sic]` and `[1]` are words of a text. */
const OTHER = /\[(\/?)([a-z][\w-]{0,60})(\s[^\][]{0,2000})?\]/giu;
const OF_PROGRAMS = /_|-\d|^(?:wp|contact|ninja|gravity|elementor|vc|et|fl|su|tablepress|woocommerce)/iu;
const BLOCK = /<!--\s{0,20}wp:([a-z][\w/-]{0,60})(?:\s(?:(?!-->|<!--).){0,5000})?\/-->/gisu;
/** Blocks that show nothing that readers would miss. */
const QUIET = new Set(['spacer', 'separator', 'more', 'nextpage', 'post-title', 'post-date', 'post-content']);

/** Returns the HTML that readers of the site saw, as far as it can be known; what cannot is left out, and named. */
export function withoutShortcodes(html: string, library: Library, lost: Lost): string {
  const closed = new Set([...html.matchAll(/\[\/([a-z][\w-]*)\]/giu)].map(([, name = '']) => name.toLowerCase()));
  return html
    .replaceAll(CAPTION, (_, picture: string, words: string) => `<figure>${picture}<figcaption>${words}</figcaption></figure>`)
    .replaceAll(GALLERY, (_, rest: string) => gallery(rest, library, lost))
    .replaceAll(PLAYED, (whole, rest: string, inside: string | undefined) => {
      const address = ADDRESS.exec(inside ?? '')?.[0] ?? ADDRESS.exec(rest)?.[0];
      if (address !== undefined) return `<p><a href="${address}">${address}</a></p>`;
      lost.add(`the shortcode ${nameOf(whole)}`);
      return '';
    })
    .replaceAll(OTHER, (whole, slash: string, name: string, rest = '') => {
      const isOne = closed.has(name.toLowerCase()) || (slash === '' && (/[\w-]=/u.test(rest) || OF_PROGRAMS.test(name)));
      if (!isOne) return whole;
      lost.add(`the shortcode [${name.toLowerCase()}]`);
      return '';
    })
    .replaceAll(BLOCK, (_, name: string) => {
      if (!QUIET.has(name)) lost.add(`the block “${name}”`);
      return '';
    });
}

function nameOf(shortcode: string): string {
  return `[${/\w+/u.exec(shortcode)?.[0].toLowerCase() ?? ''}]`;
}

/** A gallery becomes its pictures, one below the other, if the export has them. */
function gallery(rest: string, library: Library, lost: Lost): string {
  const ids = /\bids\s*=\s*["']?([\d,\s]+)/iu.exec(rest)?.[1]?.split(',') ?? [];
  const pictures = ids.flatMap((id) => library.get(id.trim()) ?? []);
  if (pictures.length === 0 || pictures.length < ids.length) lost.add('a gallery whose pictures the file does not name');
  if (pictures.length > 1) lost.add(...IS_GALLERY);
  return pictures
    .map(({ address, alt = '', caption = '' }) => {
      const image = `<img src="${attribute(address)}" alt="${attribute(alt)}">`;
      return `<figure>${image}<figcaption>${attribute(caption)}</figcaption></figure>`;
    })
    .join('');
}

function attribute(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}

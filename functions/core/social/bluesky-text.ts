// A post's text for Bluesky. Facets mark the links, which are shown shortened. Their positions are in bytes of UTF-8.
import twitter from 'twitter-text';
import { graphemesOf } from '#core/text/graphemes';

/** A link or hashtag in a text (`app.bsky.richtext.facet`). */
export type Facet = {
  index: { byteStart: number; byteEnd: number };
  features: ({ $type: 'app.bsky.richtext.facet#link'; uri: string } | { $type: 'app.bsky.richtext.facet#tag'; tag: string })[];
};
export type BlueskyText = { text: string; facets: Facet[] };

/** Bluesky's limit for a post, in graphemes. */
const MAX_CHARACTERS = 300;
/** A link's weight on X: a text that fits X fits Bluesky too if no link is shown longer. */
const MAX_LINK_CHARACTERS = 23;
const MAX_PATH_CHARACTERS = 13;

/**
 * Returns a post's text for Bluesky. `written`: a text that fits X. A name with @ stays plain text, because on Bluesky it would be
 * another person's.
 */
export function blueskyText(written: string): BlueskyText {
  const whole = build(written, hostAndBeginning);
  return graphemeCount(whole.text) <= MAX_CHARACTERS ? whole : build(written, beginning);
}

/** Returns the text as it was written, from what Bluesky stores: each shortened link in full again. */
export function writtenOnX({ text, facets }: BlueskyText): string {
  const bytes = new TextEncoder().encode(text);
  const decode = (from: number, to?: number) => new TextDecoder().decode(bytes.subarray(from, to));
  let end = 0;
  let written = '';
  for (const { index, features } of facets.toSorted((a, b) => a.index.byteStart - b.index.byteStart)) {
    const link = features.find((feature) => feature.$type === 'app.bsky.richtext.facet#link');
    if (!link) continue;
    written += `${decode(end, index.byteStart)}${link.uri}`;
    end = index.byteEnd;
  }
  return written + decode(end);
}

/** Returns the length as people count it: an emoji is one. */
export function graphemeCount(text: string): number {
  return [...graphemesOf(text)].length;
}

type Place = { from: number; to: number; shown: string; feature: Facet['features'][number] };

function build(written: string, show: (uri: string) => string): BlueskyText {
  const links = linkPlaces(written).map(({ url, from, to }): Place => {
    const uri = /^https?:\/\//i.test(url) ? url : `https://${url}`;
    return { from, to, shown: show(uri), feature: { $type: 'app.bsky.richtext.facet#link', uri } };
  });
  const tags = twitter.extractHashtagsWithIndices(written).map(({ hashtag, indices: [from, to] }): Place => {
    return { from, to, shown: written.slice(from, to), feature: { $type: 'app.bsky.richtext.facet#tag', tag: hashtag } };
  });
  const places = [...links, ...tags].toSorted((a, b) => a.from - b.from);
  const bytesOf = (piece: string) => new TextEncoder().encode(piece).length;
  const facets: Facet[] = [];
  let text = '';
  let end = 0;
  for (const { from, to, shown, feature } of places) {
    if (from < end) continue;
    text += written.slice(end, from);
    const byteStart = bytesOf(text);
    text += shown;
    facets.push({ index: { byteStart, byteEnd: bytesOf(text) }, features: [feature] });
    end = to;
  }
  return { text: text + written.slice(end), facets };
}

/** Returns what X makes links of, and links to 127.0.0.1, which X does not recognise. */
function linkPlaces(written: string): { url: string; from: number; to: number }[] {
  const seen = twitter.extractUrlsWithIndices(written).map(({ url, indices: [from, to] }) => ({ url, from, to }));
  const own = [...written.matchAll(/https?:\/\/127\.0\.0\.1[^\s]*/g)].map(({ 0: url, index }) => ({
    url,
    from: index,
    to: index + url.length,
  }));
  return [...seen, ...own];
}

/** `news.example.org/posts/introd…` */
function hostAndBeginning(uri: string): string {
  const [, host = '', path = ''] = /^https?:\/\/([^/?#]+)(.*)$/i.exec(uri) ?? [];
  const rest = path === '/' ? '' : path;
  return rest.length <= MAX_PATH_CHARACTERS + 2 ? `${host}${rest}` : `${host}${rest.slice(0, MAX_PATH_CHARACTERS)}…`;
}

function beginning(uri: string): string {
  const shown = uri.replace(/^https?:\/\//i, '').replace(/\/$/, '');
  return shown.length <= MAX_LINK_CHARACTERS ? shown : `${shown.slice(0, MAX_LINK_CHARACTERS - 1)}…`;
}

// A post's text as Bluesky takes it: links are shown short and marked by facets, whose places are counted in bytes of UTF-8.
import twitter from 'twitter-text';

/** `app.bsky.richtext.facet`. */
export type Facet = {
  index: { byteStart: number; byteEnd: number };
  features: ({ $type: 'app.bsky.richtext.facet#link'; uri: string } | { $type: 'app.bsky.richtext.facet#tag'; tag: string })[];
};
export type BlueskyText = { text: string; facets: Facet[] };

/** Letters of a post that Bluesky takes, as people count them. */
const MAX_CHARACTERS = 300;
/** What a link weighs on X: a text that fits there, fits here when no link is shown longer. */
const MAX_LINK_CHARACTERS = 23;
const MAX_PATH_CHARACTERS = 13;

/** The text of a post that fits X, as it is written for Bluesky. A name with @ stays plain text: it would be somebody else here. */
export function blueskyText(written: string): BlueskyText {
  const whole = build(written, hostAndBeginning);
  return graphemeCount(whole.text) <= MAX_CHARACTERS ? whole : build(written, beginning);
}

/** The text as it was written, from what Bluesky keeps. */
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

export function graphemeCount(text: string): number {
  return Array.from(GRAPHEMES.segment(text)).length;
}

const GRAPHEMES = new Intl.Segmenter('en-GB', { granularity: 'grapheme' });

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

/** What X makes links of, and what is written out as one, which X does not see when it leads to one's own machine. */
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

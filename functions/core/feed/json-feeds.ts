// JSON Feed 1.1, and WordPress's own JSON (`/wp-json/wp/v2/posts`).
import { array, boolean, type infer as Fields, looseObject, number, optional, catch as orElse, string, union } from 'zod/mini';
import { type FeedContent, type FeedItem, type FeedPicture, isCut, originOf } from '#core/feed/feed-item';
import { feedTime } from '#core/feed/feed-time';
import { count } from '#core/text/wrap';

/** Anything else than a text counts as none: a feed is read as far as it can be. */
const words = orElse(optional(string()), undefined);
const list = <T extends Parameters<typeof array>[0]>(one: T) => orElse(optional(array(one)), undefined);
const rendered = orElse(optional(looseObject({ rendered: words, protected: orElse(optional(boolean()), undefined) })), undefined);

const jsonItem = looseObject({
  id: orElse(optional(union([string(), number()])), undefined),
  url: words,
  title: words,
  content_html: words,
  content_text: words,
  summary: words,
  image: words,
  banner_image: words,
  date_published: words,
  authors: list(orElse(looseObject({ name: words }), {})),
  author: orElse(optional(looseObject({ name: words })), undefined),
  tags: list(words),
});
const jsonFeed = looseObject({ version: string(), title: words, items: array(jsonItem) });

const term = orElse(looseObject({ name: words, taxonomy: words }), {});
const wordpressPost = looseObject({
  guid: rendered,
  link: words,
  status: words,
  date_gmt: words,
  title: rendered,
  content: rendered,
  excerpt: rendered,
  _embedded: orElse(
    optional(
      looseObject({
        author: list(orElse(looseObject({ name: words }), {})),
        'wp:featuredmedia': list(orElse(looseObject({ source_url: words, alt_text: words, caption: rendered }), {})),
        'wp:term': list(list(term)),
      }),
    ),
    undefined,
  ),
});

/** Returns what a feed holds; undefined when this JSON is no feed. */
export function feedOfJson(value: unknown): FeedContent | undefined {
  const feed = jsonFeed.safeParse(value);
  if (feed.success && feed.data.version.includes('jsonfeed.org'))
    return { title: feed.data.title ?? '', items: feed.data.items.map(itemOf), pictures: new Map(), leftOut: [] };
  const posts = array(wordpressPost).safeParse(value);
  if (!posts.success || !posts.data.every(({ content, title }) => content && title)) return undefined;
  const open = posts.data.filter(({ content }) => content?.protected !== true);
  const locked = posts.data.length - open.length;
  const leftOut = locked > 0 ? [count(locked, 'post behind a password', 'posts behind a password')] : [];
  return { title: '', items: open.map(itemOfPost), pictures: new Map(), leftOut };
}

function itemOf(item: Fields<typeof jsonItem>): FeedItem {
  const { url = '', title = '', content_html: html, content_text: text, summary = '', tags = [] } = item;
  const author = item.authors?.find(({ name }) => name)?.name ?? item.author?.name ?? '';
  const published = feedTime(item.date_published ?? '');
  const address = item.image ?? item.banner_image ?? '';
  return {
    origin: originOf(String(item.id ?? ''), url),
    title,
    author,
    ...(published && { published }),
    link: url,
    html: html ?? escapedText(text ?? summary),
    keepsLines: html === undefined,
    summary: html === undefined && text === undefined ? '' : summary,
    categories: tags.flatMap((tag) => tag ?? []),
    ...(address !== '' && { picture: { address } }),
    isBeginning: html === undefined && text === undefined && isCut(summary),
  };
}

function itemOfPost(post: Fields<typeof wordpressPost>): FeedItem {
  const [media] = post._embedded?.['wp:featuredmedia'] ?? [];
  const published = feedTime(`${post.date_gmt ?? ''}Z`);
  const terms = post._embedded?.['wp:term']?.flatMap((some) => some ?? []) ?? [];
  const picture: FeedPicture | undefined = media?.source_url
    ? { address: media.source_url, ...(media.alt_text && { alt: media.alt_text }), caption: media.caption?.rendered ?? '' }
    : undefined;
  return {
    origin: originOf(post.guid?.rendered ?? '', post.link ?? ''),
    title: post.title?.rendered ?? '',
    author: post._embedded?.author?.find(({ name }) => name)?.name ?? '',
    ...(published && { published }),
    link: post.link ?? '',
    html: post.content?.rendered ?? '',
    keepsLines: false,
    summary: post.excerpt?.rendered ?? '',
    categories: terms.flatMap(({ name }) => name ?? []),
    ...(picture && { picture }),
    isBeginning: false,
  };
}

function escapedText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

// RSS, Atom, and WordPress's export, which is RSS with more.
import { type FeedContent, type FeedItem, type FeedPicture, isCut, originOf } from '#core/feed/feed-item';
import { feedTime } from '#core/feed/feed-time';
import { allAt, wordsAt, type XmlElement } from '#core/feed/feed-xml';
import { count } from '#core/text/wrap';

/** Returns what a feed holds; undefined when this XML is no feed. */
export function feedOfXml(root: XmlElement): FeedContent | undefined {
  if (root.name === 'feed') return ofAtom(root);
  const [channel] = allAt(root, 'channel');
  if (!channel || !/^(?:rss|rdf:rdf)$/u.test(root.name)) return undefined;
  // RSS 1.0 has its items beside the channel.
  const items = [...allAt(channel, 'item'), ...allAt(root, 'item')];
  return items.some((item) => wordsAt(item, 'wp:post_type') !== '') ? ofExport(channel, items) : ofRss(channel, items);
}

function ofRss(channel: XmlElement, items: readonly XmlElement[]): FeedContent {
  return { title: wordsAt(channel, 'title'), items: items.map(rssItem), pictures: new Map(), leftOut: [] };
}

function rssItem(item: XmlElement): FeedItem {
  const link = wordsAt(item, 'link') || (allAt(item, 'atom:link')[0]?.attributes.href ?? '');
  const whole = wordsAt(item, 'content:encoded', 'content');
  const short = wordsAt(item, 'description', 'itunes:summary');
  const picture = rssPicture(item);
  const published = feedTime(wordsAt(item, 'pubdate', 'dc:date', 'atom:published'));
  return {
    origin: originOf(wordsAt(item, 'guid'), link, item.attributes['rdf:about'] ?? ''),
    title: wordsAt(item, 'title'),
    author: personOf(wordsAt(item, 'dc:creator', 'author', 'itunes:author')),
    ...(published && { published }),
    link,
    html: whole || short,
    keepsLines: false,
    summary: whole === '' ? '' : short,
    categories: allAt(item, 'category').map(({ text }) => text.trim()),
    ...(picture && { picture }),
    isBeginning: whole === '' && isCut(short),
  };
}

/** RSS says who wrote it as `sam@example.org (Sam Example)`. */
function personOf(written: string): string {
  return /\(([^()]+)\)\s*$/u.exec(written)?.[1] ?? (/^\S+@\S+$/u.test(written) ? '' : written);
}

function rssPicture(item: XmlElement): FeedPicture | undefined {
  const inside = [item, ...allAt(item, 'media:group')];
  const media = inside.flatMap((one) => [...allAt(one, 'media:content'), ...allAt(one, 'media:thumbnail')]);
  const isPicture = ({ name, attributes: { type = '', medium = '', url = '' } }: XmlElement) =>
    name === 'media:thumbnail' ||
    medium === 'image' ||
    type.startsWith('image/') ||
    (name !== 'enclosure' && /\.(?:jpe?g|png|webp)\b/iu.test(url));
  const found = [...media, ...allAt(item, 'enclosure')].find((one) => isPicture(one) && one.attributes.url);
  if (!found) return undefined;
  const alt = wordsAt(found, 'media:description', 'media:title');
  return { address: found.attributes.url ?? '', ...(alt !== '' && { alt }) };
}

function ofAtom(root: XmlElement): FeedContent {
  const linkOf = (entry: XmlElement) => {
    const links = allAt(entry, 'link');
    return (links.find(({ attributes: { rel = 'alternate' } }) => rel === 'alternate') ?? links[0])?.attributes.href ?? '';
  };
  const items = allAt(root, 'entry').map((entry): FeedItem => {
    const [link, whole, short] = [linkOf(entry), wordsAt(entry, 'content'), wordsAt(entry, 'summary')];
    const author = allAt(entry, 'author')[0] ?? allAt(root, 'author')[0];
    const published = feedTime(wordsAt(entry, 'published', 'updated'));
    const picture = rssPicture(entry);
    return {
      origin: originOf(wordsAt(entry, 'id'), link),
      title: wordsAt(entry, 'title'),
      author: author ? wordsAt(author, 'name') : '',
      ...(published && { published }),
      link,
      html: whole || short,
      keepsLines: false,
      summary: whole === '' ? '' : short,
      categories: allAt(entry, 'category').map(({ attributes: { label, term = '' } }) => label ?? term),
      ...(picture && { picture }),
      isBeginning: whole === '' && isCut(short),
    };
  });
  return { title: wordsAt(root, 'title'), items, pictures: new Map(), leftOut: [] };
}

const TAKEN = new Set(['publish', 'future', 'draft', 'pending']);
const KINDS: ReadonlyMap<string, string> = new Map([
  ['page', 'page'],
  ['attachment', 'file of the media library'],
  ['nav_menu_item', 'item of a menu'],
]);

/** An export has everything of a site. Its posts are taken, but what is private, behind a password or in the bin is not. */
function ofExport(channel: XmlElement, items: readonly XmlElement[]): FeedContent {
  const pictures = new Map(items.flatMap((item): [string, FeedPicture][] => picturesOf(item)));
  const names = new Map(
    allAt(channel, 'wp:author').map((one) => [wordsAt(one, 'wp:author_login'), wordsAt(one, 'wp:author_display_name')]),
  );
  const typeOf = (item: XmlElement) => wordsAt(item, 'wp:post_type');
  const posts = items.filter((item) => typeOf(item) === 'post');
  const isTaken = (item: XmlElement) => TAKEN.has(wordsAt(item, 'wp:status')) && wordsAt(item, 'wp:post_password') === '';
  const taken = posts.filter(isTaken);
  const kinds = Map.groupBy(
    items.filter((item) => typeOf(item) !== 'post'),
    (item) => KINDS.get(typeOf(item)) ?? 'thing of another kind',
  );
  const hidden = posts.length - taken.length;
  return {
    title: wordsAt(channel, 'title'),
    items: taken.map((item) => exportItem(item, names, pictures)),
    pictures,
    leftOut: [
      ...[...kinds].map(([kind, some]) => count(some.length, kind, plural(kind))),
      ...(hidden > 0 ? [count(hidden, 'post that is private or in the bin', 'posts that are private or in the bin')] : []),
    ],
  };
}

function plural(kind: string): string {
  return kind.replace(/^(?<first>\w+)/u, '$<first>s');
}

function picturesOf(item: XmlElement): [string, FeedPicture][] {
  const address = wordsAt(item, 'wp:attachment_url');
  if (address === '') return [];
  const alt = metaOf(item, '_wp_attachment_image_alt');
  const caption = wordsAt(item, 'excerpt:encoded');
  return [[wordsAt(item, 'wp:post_id'), { address, ...(alt !== '' && { alt }), ...(caption !== '' && { caption }) }]];
}

function metaOf(item: XmlElement, key: string): string {
  const found = allAt(item, 'wp:postmeta').find((meta) => wordsAt(meta, 'wp:meta_key') === key);
  return found ? wordsAt(found, 'wp:meta_value') : '';
}

function exportItem(item: XmlElement, names: ReadonlyMap<string, string>, pictures: ReadonlyMap<string, FeedPicture>): FeedItem {
  const rss = rssItem(item);
  const html = wordsAt(item, 'content:encoded');
  const picture = pictures.get(metaOf(item, '_thumbnail_id'));
  const published = feedTime(`${wordsAt(item, 'wp:post_date_gmt').replace(' ', 'T')}Z`) ?? rss.published;
  const { published: _, ...others } = rss;
  return {
    ...others,
    ...(published && { published }),
    author: names.get(rss.author) || rss.author,
    html,
    keepsLines: !/<!--\s*wp:|<p[\s>]/iu.test(html),
    summary: wordsAt(item, 'excerpt:encoded'),
    // An export gives tags as categories, too.
    categories: allAt(item, 'category')
      .filter(({ attributes: { domain = 'category' } }) => domain === 'category' || domain === 'post_tag')
      .map(({ text }) => text.trim()),
    ...(picture && { picture }),
    isBeginning: false,
  };
}

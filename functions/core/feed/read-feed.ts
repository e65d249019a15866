// A file that another site's stories are in: its feed (RSS, Atom, JSON) or the export of WordPress.
import { type Feed, type FeedContent, MOST_FEED_BYTES, MOST_ITEMS } from '#core/feed/feed-item';
import { storyOfItem } from '#core/feed/feed-story';
import { readXml } from '#core/feed/feed-xml';
import { feedsOfPage } from '#core/feed/feeds-of-page';
import { feedOfJson } from '#core/feed/json-feeds';
import { plain } from '#core/feed/plain';
import { feedOfXml } from '#core/feed/xml-feeds';

/** One bundle has all that reads feeds (tools/later.ts). */
export { feedsOfPage };

/** A story's title may have 150. */
const MOST_TITLE_CHARACTERS = 300;
const GIVE = 'Choose a feed (RSS, Atom or JSON), or the file that WordPress makes at Tools, Export.';
const SENTENCES = {
  large: `The file has more than ${MOST_FEED_BYTES / 1_000_000} MB. In WordPress, export the posts of one year at a time.`,
  many: `The file has more than ${MOST_ITEMS.toLocaleString('en-GB')} stories. In WordPress, export the posts of one year at a time.`,
  other: `This is no feed and no export of WordPress. ${GIVE}`,
  page: `This is a page of a website, and no feed. ${GIVE}`,
  declares: `The file declares a document type or entities, by which a small file can become a huge one, so it is not read. ${GIVE}`,
  deep: `The file is nested deeper, or has more parts, than any feed. ${GIVE}`,
  empty: 'There is no story in the file.',
  broken: 'The file is broken: it begins as JSON and does not end so. Download it again.',
};

/** Returns what a feed or an export holds, each story once; or one sentence on why it cannot be read, with the remedy. */
export function readFeed(bytes: Uint8Array): Feed | { problem: string } {
  if (bytes.length > MOST_FEED_BYTES) return { problem: SENTENCES.large };
  const text = decoded(bytes);
  if (text === undefined) return { problem: SENTENCES.other };
  const feed = /^\s*[[{]/u.test(text) ? ofJson(text) : ofXml(text);
  if ('problem' in feed) return feed;
  if (feed.items.length > MOST_ITEMS) return { problem: SENTENCES.many };
  const byOrigin = Map.groupBy(
    feed.items.filter(({ origin }) => origin !== ''),
    ({ origin }) => origin,
  );
  const items = [...byOrigin.values()].flatMap(([first]) => (first ? { ...first, title: plain(first.title, MOST_TITLE_CHARACTERS) } : []));
  return items.length === 0
    ? { problem: SENTENCES.empty }
    : { ...feed, title: plain(feed.title, MOST_TITLE_CHARACTERS), items, storyOf: (item, rules) => storyOfItem(item, feed, rules) };
}

function ofJson(text: string): FeedContent | { problem: string } {
  try {
    return feedOfJson(JSON.parse(text)) ?? { problem: SENTENCES.other };
  } catch (error) {
    if (error instanceof SyntaxError) return { problem: SENTENCES.broken };
    throw error;
  }
}

function ofXml(text: string): FeedContent | { problem: string } {
  if (/^\s*(?:<!doctype html|<html)/iu.test(text)) return { problem: SENTENCES.page };
  const root = readXml(text);
  if (root === 'declares') return { problem: SENTENCES.declares };
  if (root === 'too large') return { problem: SENTENCES.deep };
  return (root !== 'no XML' && feedOfXml(root)) || { problem: SENTENCES.other };
}

/** Undefined for bytes that are no text. */
function decoded(bytes: Uint8Array): string | undefined {
  const begin = String.fromCharCode(...bytes.subarray(0, 200));
  const isWide = /^(?:\xff\xfe|\xfe\xff)/u.test(begin);
  if (!isWide && bytes.subarray(0, 4_000).includes(0)) return undefined;
  const declared = /^\s*<\?xml[^>]*encoding=["']([\w-]+)["']/iu.exec(begin)?.[1];
  const label = begin.startsWith('\xff\xfe') ? 'utf-16le' : begin.startsWith('\xfe\xff') ? 'utf-16be' : (declared ?? 'utf-8');
  try {
    return new TextDecoder(label).decode(bytes);
  } catch (error) {
    // An encoding that nobody knows.
    if (error instanceof RangeError) return new TextDecoder().decode(bytes);
    throw error;
  }
}

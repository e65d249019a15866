import type { DraftId } from '#core/draft/draft';
import type { StoryFields } from '#core/draft/story-fields';
import type { Rules } from '#core/rules/rules';
import { fingerprint } from '#core/text/fingerprint';

/** One story as another site's feed or export has it. A text that the feed does not give is empty. */
export type FeedItem = {
  /** What the site calls it for ever, without what differs between its feeds: `improvement.example/?p=12`. */
  origin: string;
  title: string;
  author: string;
  /**
   * In UTC: `2026-09-10T09:00:00Z`. A text, because the reader of feeds is a bundle of its own (tools/later.ts), with its own classes of
   * times.
   */
  published?: string;
  /** Its page on that site. */
  link: string;
  html: string;
  /** A line break of `html` is one on the page: an export of WordPress's old editor has no paragraphs. */
  keepsLines: boolean;
  /** What its writer wrote as a summary. */
  summary: string;
  categories: string[];
  picture?: FeedPicture;
  /** The feed has only the beginning of its text. */
  isBeginning: boolean;
};

/** `alt`: absent when the site says nothing of it. */
export type FeedPicture = { address: string; alt?: string; caption?: string };

/** `pictures`: those of a site's library by their ids, for galleries. `leftOut`: what of the file is no story, in words. */
export type FeedContent = { title: string; items: FeedItem[]; pictures: ReadonlyMap<string, FeedPicture>; leftOut: string[] };

/**
 * An item as a story of ours. `fields`: without a time of publication. `lost`: what was not taken over, in words. `pictures`: how many it
 * has, which are still on their site; `withoutAlt`: how many of them have no words for people who cannot see them.
 */
export type FeedStory = {
  fields: Pick<StoryFields, 'title' | 'author' | 'summary' | 'topics' | 'body' | 'imageSrc' | 'imageAlt' | 'imageCaption'>;
  lost: string[];
  pictures: number;
  withoutAlt: number;
};

/** `storyOf`: an item of it as a story. The rules say which topics there are, and who speaks when the feed names nobody. */
export type Feed = FeedContent & { storyOf(item: FeedItem, rules: Pick<Rules, 'name' | 'topics'>): FeedStory };

/** What is read into memory at once. An export of a thousand stories has 10 MB. */
export const MOST_FEED_BYTES = 30_000_000;

/** Ten years of a story each day. */
export const MOST_ITEMS = 4_000;

/**
 * Returns the name of a story on every feed of its site, whether that says http or https, www or not: its guid, or else its address. A guid
 * that is no address, such as a number, means something on its own site only.
 */
export function originOf(guid: string, ...addresses: readonly string[]): string {
  const [address = ''] = addresses.map((one) => one.trim()).filter((one) => one !== '');
  const name = guid.trim() || address;
  if (/^https?:\/\//iu.test(name)) return withoutScheme(name);
  return URL.canParse(address) && name !== '' ? `${withoutScheme(new URL(address).origin)} ${name}` : name;
}

function withoutScheme(address: string): string {
  return address.replace(/^https?:\/\/(?:www\.)?/iu, '').replace(/\/$/u, '');
}

/** Returns the draft that an item becomes: always the same one, so that bringing it in twice makes one story. */
export function draftOfItem({ origin }: Pick<FeedItem, 'origin'>): DraftId {
  // biome-ignore lint/plugin/no-cast: this is where ids of drafts from feeds are made.
  return fingerprint(origin) as DraftId;
}

/** True for a text that a program cut: WordPress ends it with `[…]`. */
export function isCut(text: string): boolean {
  return /(?:\[?(?:…|\.\.\.|&hellip;|&#8230;|&#x2026;)\]?|read more|continue reading[^<]*)(?:\s|<[^>]*>)*$/iu.test(text);
}

import type { Feed } from '#core/feed/feed-item';
import type { Outside } from '#ports';

/** The site's own page, its feed, and one more if that cannot be read: a page of the desk waits for no more. */
const MOST_FEEDS = 2;

type Found = { bytes: Uint8Array; feed: Feed } | { problem: string };

/**
 * Fetches the feed at an address; of a page, the first of its feeds that can be read. `problem`: one sentence on why there is none, and
 * what to do.
 */
export async function findFeed(outside: Outside, typed: string): Promise<Found> {
  // The reader of feeds is loaded with the first one.
  const { readFeed, feedsOfPage } = await import('#core/feed/read-feed');
  const read = (bytes: Uint8Array): Found => {
    const feed = readFeed(bytes);
    return 'problem' in feed ? feed : { bytes, feed };
  };
  const fetched = await outside.fetch(withScheme(typed));
  if ('fault' in fetched) return { problem: fetched.fault };
  const found = read(fetched.bytes);
  if (!('problem' in found) || !isPage(fetched)) return found;
  let problem = NO_FEED;
  for (const feed of feedsOfPage(new TextDecoder().decode(fetched.bytes), fetched.at).slice(0, MOST_FEEDS)) {
    const next = await outside.fetch(feed);
    const its: Found = 'fault' in next ? { problem: next.fault } : read(next.bytes);
    if (!('problem' in its)) return its;
    problem = its.problem;
  }
  return { problem };
}

/** Nobody types `https://`. */
export function withScheme(typed: string): string {
  return /^[a-z][\w+.-]*:/iu.test(typed) ? typed : `https://${typed}`;
}

const NO_FEED =
  'The page names no feed. Try the address of its feed, which often ends in /feed, or choose the file that WordPress makes at Tools, Export.';

function isPage({ bytes, type }: { bytes: Uint8Array; type: string }): boolean {
  const begin = new TextDecoder().decode(bytes.subarray(0, 500));
  return /^(?:text\/html|application\/xhtml\+xml)\b/iu.test(type) || /^\s*(?:<!doctype html|<html)/iu.test(begin);
}

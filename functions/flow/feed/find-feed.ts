import type { Outside } from '#ports';

/** The site's own page, its feed, and one more if that cannot be read: a page of the desk waits for no more. */
const MOST_FEEDS = 2;

type Reader = {
  readFeed(bytes: Uint8Array): object | { problem: string };
  feedsOfPage(html: string, page: string): string[];
};

/**
 * Fetches the feed at an address; of a page, the first of its feeds that can be read. `problem`: one sentence on why there is none, and
 * what to do.
 */
export async function findFeed(
  outside: Outside,
  typed: string,
  { readFeed, feedsOfPage }: Reader,
): Promise<{ bytes: Uint8Array } | { problem: string }> {
  const address = /^[a-z][\w+.-]*:/iu.test(typed) ? typed : `https://${typed}`;
  const fetched = await outside.fetch(address);
  if ('fault' in fetched) return { problem: fetched.fault };
  const read = readFeed(fetched.bytes);
  if (!('problem' in read)) return fetched;
  if (!isPage(fetched)) return read;
  const found = feedsOfPage(new TextDecoder().decode(fetched.bytes), fetched.at);
  if (found.length === 0) return { problem: NO_FEED };
  let problem = NO_FEED;
  for (const feed of found.slice(0, MOST_FEEDS)) {
    const next = await outside.fetch(feed);
    if ('fault' in next) problem = next.fault;
    else {
      const its = readFeed(next.bytes);
      if (!('problem' in its)) return next;
      problem = its.problem;
    }
  }
  return { problem };
}

const NO_FEED =
  'The page names no feed. Try the address of its feed, which often ends in /feed, or choose the file that WordPress makes at Tools, Export.';

function isPage({ bytes, type }: { bytes: Uint8Array; type: string }): boolean {
  return (
    /^(?:text\/html|application\/xhtml\+xml)\b/iu.test(type) ||
    /^\s*(?:<!doctype html|<html)/iu.test(new TextDecoder().decode(bytes.subarray(0, 500)))
  );
}

// Asks other sites whether the pages that a draft links to are there. Whoever writes a story chooses the addresses.
import { type Guard, hostOf, MOST_REDIRECTS, placeOf, REDIRECTS, requestAt } from '#adapters/links/guarded-request';
import type { LinkChecker, LinkState } from '#ports';

type Options = Guard & {
  /** Milliseconds on a clock that only goes forward. */
  elapsedMs(): number;
  deadlineMs?: number;
};

/** A page is shown only after this, so a site that is slower is one that cannot be told. */
const DEADLINE_MS = 3_000;
const MOST_LINKS = 20;
const MOST_URL_CHARACTERS = 2_000;

/** What is there today is there tomorrow. What is not may be put right at once, and the writer looks again. */
const REMEMBERED_MS: Record<LinkState, number> = { there: 24 * 3_600_000, dead: 600_000, unknown: 600_000 };
const MOST_REMEMBERED = 2_000;
const HEARD_MS = 600_000;

/** Sites that answer programs otherwise than people. */
const ODD = /(?:^|\.)(?:x|twitter|facebook|instagram|linkedin|tiktok|sharepoint|office|microsoftonline)\.com$/u;

/** Returns the addresses that are asked at a time, each once. */
export function askedOf(urls: readonly string[]): string[] {
  return [...new Set(urls)].filter(({ length }) => length <= MOST_URL_CHARACTERS).slice(0, MOST_LINKS);
}

/** Opens a checker that remembers what it was told for a day. */
export function linkChecker({ elapsedMs, deadlineMs = DEADLINE_MS, ...guard }: Options): LinkChecker {
  const known = new Map<string, { state: LinkState; at: number }>();
  /** When any site last answered. */
  let heardAt = Number.NEGATIVE_INFINITY;

  const remembered = (url: string): LinkState | undefined => {
    const one = known.get(url);
    return one && elapsedMs() - one.at < REMEMBERED_MS[one.state] ? one.state : undefined;
  };
  const remember = (url: string, state: LinkState) => {
    if (known.size >= MOST_REMEMBERED) known.clear();
    known.set(url, { state, at: elapsedMs() });
  };

  const ask = async (url: string): Promise<LinkState | 'no such name'> => {
    const signal = AbortSignal.timeout(deadlineMs);
    try {
      return await stateOf(url, (at) => answerOf(at, signal));
    } catch (error) {
      // Whatever goes wrong on the way to another site says nothing of its page.
      if (error instanceof Error) return 'unknown';
      throw error;
    }
  };

  const answerOf = async (url: URL, signal: AbortSignal): Promise<Answer> => {
    if (ODD.test(hostOf(url).replace(/\.$/u, ''))) return 'unknown';
    const place = await placeOf(url, guard, signal);
    if (place === 'inside') return 'unknown';
    if (place === 'no such name') return place;
    const head = await call(url, { ...place, method: 'HEAD', signal });
    heardAt = elapsedMs();
    // Many sites answer HEAD wrongly.
    return head.status < 400 ? head : call(url, { ...place, method: 'GET', signal });
  };

  return {
    async check(urls) {
      const told = await Promise.all(askedOf(urls).map(async (url) => [url, remembered(url) ?? (await ask(url))] as const));
      // Inside many networks no name of the outside exists. One site that answered shows that this is none of them.
      const isOutside = elapsedMs() - heardAt < HEARD_MS;
      const states = told.map(([url, said]) => [url, said !== 'no such name' ? said : isOutside ? 'dead' : 'unknown'] as const);
      for (const [url, state] of states) if (remembered(url) === undefined) remember(url, state);
      return new Map(states);
    },
  };
}

type Answer = { status: number; location: string | undefined } | 'no such name' | 'unknown';

async function stateOf(url: string, answerOf: (url: URL) => Promise<Answer>): Promise<LinkState | 'no such name'> {
  let at = new URL(url);
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
    const answer = await answerOf(at);
    if (typeof answer === 'string') return answer;
    const { status, location } = answer;
    if (status === 404 || status === 410) return 'dead';
    if (!REDIRECTS.has(status)) return status >= 200 && status < 300 ? 'there' : 'unknown';
    if (location === undefined) return 'unknown';
    at = new URL(location, at);
  }
  return 'unknown';
}

type Call = Omit<Parameters<typeof requestAt>[1], 'headers'>;

const HEADERS = { 'User-Agent': 'Mozilla/5.0 (compatible; link check of a newsletter)', Accept: '*/*' };

/** Makes one request, and closes it before any of its body is read. */
async function call(url: URL, how: Call): Promise<{ status: number; location: string | undefined }> {
  const response = await requestAt(url, { ...how, headers: HEADERS });
  response.destroy();
  return { status: response.statusCode ?? 0, location: response.headers.location };
}

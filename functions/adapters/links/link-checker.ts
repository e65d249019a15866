// Asks other sites whether the pages that a draft links to are there. Whoever writes a story chooses the addresses, so nothing inside a
// network is asked: the address that is connected to is the one that was checked, at each redirect anew.
import { Resolver } from 'node:dns/promises';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import { isPublicAddress } from '#adapters/links/public-address';
import type { LinkChecker, LinkState } from '#ports';

type Options = {
  /** Milliseconds on a clock that only goes forward. */
  elapsedMs(): number;
  /** Returns the addresses of a name; none: there is no such name. Throws when nobody can tell. */
  addressesOf?(name: string, signal: AbortSignal): Promise<string[]>;
  /** Where a connection really goes: tests have no public address. */
  through?(address: string, port: number): { address: string; port: number };
  deadlineMs?: number;
};

/** A page is shown only after this, so a site that is slower is one that cannot be told. */
const DEADLINE_MS = 3_000;
const MOST_REDIRECTS = 5;
const MOST_LINKS = 20;
const MOST_URL_CHARACTERS = 2_000;
const MOST_HEADER_BYTES = 16_384;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** What is there today is there tomorrow. What is not may be put right at once, and the writer looks again. */
const REMEMBERED_MS: Record<LinkState, number> = { there: 24 * 3_600_000, dead: 600_000, unknown: 600_000 };
const MOST_REMEMBERED = 2_000;
const HEARD_MS = 600_000;

/** Names that mean something only inside a network. */
const INSIDE = /^[^.]*$|(?:^|\.)(?:localhost|local|internal|intranet|lan|home|corp|private|test|invalid|example|onion|arpa)$/u;
/** Sites that answer programs otherwise than people. */
const ODD = /(?:^|\.)(?:x|twitter|facebook|instagram|linkedin|tiktok|sharepoint|office|microsoftonline)\.com$/u;

/** Returns the addresses that are asked at a time, each once. */
export function askedOf(urls: readonly string[]): string[] {
  return [...new Set(urls)].filter(({ length }) => length <= MOST_URL_CHARACTERS).slice(0, MOST_LINKS);
}

/** Opens a checker that remembers what it was told for a day. */
export function linkChecker({ elapsedMs, addressesOf = lookUp, through, deadlineMs = DEADLINE_MS }: Options): LinkChecker {
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
    const host = url.hostname.replace(/^\[|\]$/gu, '');
    if (!isAskable(url, host)) return 'unknown';
    const addresses = isIP(host) ? [host] : await addressesOf(host, signal);
    const [address] = addresses;
    if (address === undefined) return 'no such name';
    // One inside address among them is reason enough: the name may answer with either.
    if (!addresses.every(isPublicAddress)) return 'unknown';
    const port = url.protocol === 'https:' ? 443 : 80;
    const place = through?.(address, port) ?? { address, port };
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

function isAskable({ protocol, port, username, password }: URL, host: string): boolean {
  const name = host.replace(/\.$/u, '');
  const isWeb = (protocol === 'http:' || protocol === 'https:') && port === '' && username === '' && password === '';
  return isWeb && (isIP(host) !== 0 || !(INSIDE.test(name) || ODD.test(name)));
}

type Call = { address: string; port: number; method: 'HEAD' | 'GET'; signal: AbortSignal };

/** Makes one request to an address that was checked, and closes it before any of its body is read. Sends nothing that says who asks. */
function call(url: URL, { address, port, method, signal }: Call): Promise<{ status: number; location: string | undefined }> {
  return new Promise((resolve, reject) => {
    const isTls = url.protocol === 'https:';
    const asked = (isTls ? requestHttps : requestHttp)({
      host: address,
      port,
      method,
      path: `${url.pathname}${url.search}`,
      headers: { Host: url.host, 'User-Agent': 'Mozilla/5.0 (compatible; link check of a newsletter)', Accept: '*/*' },
      agent: false,
      maxHeaderSize: MOST_HEADER_BYTES,
      signal,
      // The certificate is for the name, not for the address.
      ...(isTls && isIP(url.hostname) === 0 && { servername: url.hostname }),
    });
    asked.on('response', (response) => {
      resolve({ status: response.statusCode ?? 0, location: response.headers.location });
      response.destroy();
    });
    asked.on('error', reject);
    asked.end();
  });
}

/** Asks the name servers of this machine. Its own list of hosts is not read: it names places inside. */
async function lookUp(name: string, signal: AbortSignal): Promise<string[]> {
  const resolver = new Resolver({ timeout: 1_500, tries: 2 });
  const stop = () => resolver.cancel();
  signal.addEventListener('abort', stop);
  try {
    const answers = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
    const found = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
    const faults = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason] : []));
    if (found.length > 0 || faults.every(({ code }) => code === 'ENOTFOUND')) return found;
    throw new Error(`Nobody could tell the address of ${name}.`);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

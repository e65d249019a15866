// A request to another site, whose address somebody else has chosen: nothing inside a network is asked. The address that is connected to
// is the one that was checked.
import { Resolver } from 'node:dns/promises';
import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import { isPublicAddress } from '#adapters/links/public-address';

export type Guard = {
  /** Returns the addresses of a name; none: there is no such name. Throws when nobody can tell. */
  addressesOf?(name: string, signal: AbortSignal): Promise<string[]>;
  /** Where a connection really goes: tests have no public address. */
  through?(address: string, port: number): Place;
};
type Place = { address: string; port: number };

const MOST_HEADER_BYTES = 16_384;
export const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
export const MOST_REDIRECTS = 5;

/** Names that mean something only inside a network. */
const INSIDE = /^[^.]*$|(?:^|\.)(?:localhost|local|internal|intranet|lan|home|corp|private|test|invalid|example|onion|arpa)$/u;

/**
 * Returns where to connect for this address, each time anew: at a redirect, a name may lead elsewhere. `inside`: it is no address of the
 * public internet, or one that only means something with a sign-in or at a port of its own.
 */
export async function placeOf(
  url: URL,
  { addressesOf = lookUp, through }: Guard,
  signal: AbortSignal,
): Promise<Place | 'inside' | 'no such name'> {
  const host = hostOf(url);
  const { protocol, port, username, password } = url;
  const isWeb = (protocol === 'http:' || protocol === 'https:') && port === '' && username === '' && password === '';
  if (!isWeb || (isIP(host) === 0 && INSIDE.test(host.replace(/\.$/u, '')))) return 'inside';
  const addresses = isIP(host) ? [host] : await addressesOf(host, signal);
  const [address] = addresses;
  if (address === undefined) return 'no such name';
  // One inside address among them is reason enough: the name may answer with either.
  if (!addresses.every(isPublicAddress)) return 'inside';
  const usual = protocol === 'https:' ? 443 : 80;
  return through?.(address, usual) ?? { address, port: usual };
}

export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/gu, '');
}

type Asked = Place & { method: 'HEAD' | 'GET'; headers: Readonly<Record<string, string>>; signal: AbortSignal };

/** Makes one request. The caller reads or destroys the answer. Sends nothing that says who asks. */
export function requestAt(url: URL, { address, port, method, headers, signal }: Asked): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const isTls = url.protocol === 'https:';
    const asked = (isTls ? requestHttps : requestHttp)({
      host: address,
      port,
      method,
      path: `${url.pathname}${url.search}`,
      headers: { Host: url.host, ...headers },
      agent: false,
      maxHeaderSize: MOST_HEADER_BYTES,
      signal,
      // The certificate is for the name, not for the address.
      ...(isTls && isIP(url.hostname) === 0 && { servername: url.hostname }),
    });
    asked.on('response', resolve);
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

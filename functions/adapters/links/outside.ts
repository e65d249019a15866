// Gets a file of another site, whose address somebody else has chosen: a feed, or a picture of one of its stories.
import type { IncomingMessage } from 'node:http';
import { createGunzip, type Gunzip } from 'node:zlib';
import { type Guard, MOST_REDIRECTS, placeOf, REDIRECTS, requestAt } from '#adapters/links/guarded-request';
import type { Fetched, Outside } from '#ports';

/** A Lambda answers with 6 MB at most, in signs that hold three quarters of a byte each. */
const MOST_FETCHED_BYTES = 4_000_000;
const MOST_URL_CHARACTERS = 2_000;
/** A page of the desk may fetch three files, and is answered within 29 s. */
const DEADLINE_MS = 8_000;

const HEADERS = { 'User-Agent': 'Mozilla/5.0 (compatible; reader of feeds for a newsletter)', Accept: '*/*', 'Accept-Encoding': 'gzip' };
const ONLY_PUBLIC = 'only public websites are, at their usual addresses, without a port or a password in them.';
const FILE = 'Or save the file from your browser, and choose it here.';

/** Opens what gets files of other sites. It keeps nothing. */
export function openOutside({ deadlineMs = DEADLINE_MS, ...guard }: Guard & { deadlineMs?: number } = {}): Outside {
  return {
    async fetch(address) {
      if (address.length > MOST_URL_CHARACTERS || !URL.canParse(address))
        return fault('The address is none of a website. Write it like this: https://www.example.org');
      const signal = AbortSignal.timeout(deadlineMs);
      try {
        return await follow(new URL(address), guard, signal);
      } catch (error) {
        // Whatever goes wrong on the way to another site, nothing of ours is at fault.
        if (!(error instanceof Error)) throw error;
        const isLate = signal.aborted;
        return fault(
          isLate
            ? `The website did not send it within ${deadlineMs / 1_000} seconds. Try again later. ${FILE}`
            : `The website could not be reached. Look at the address, and try again. ${FILE}`,
        );
      }
    },
  };
}

const fault = (sentence: string): Fetched => ({ fault: sentence });

async function follow(from: URL, guard: Guard, signal: AbortSignal): Promise<Fetched> {
  let at = from;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
    const place = await placeOf(at, guard, signal);
    if (place === 'inside') return fault(`${at.host || 'This address'} is not asked: ${ONLY_PUBLIC}`);
    if (place === 'no such name') return fault(`There is no website ${at.host}. Look at the address.`);
    const response = await requestAt(at, { ...place, method: 'GET', headers: HEADERS, signal });
    const { statusCode: status = 0, headers } = response;
    const { location } = headers;
    if (!REDIRECTS.has(status) || location === undefined) return read(response, at, signal);
    response.destroy();
    if (!URL.canParse(location, at)) return fault('The website sends its visitors to an address that is none.');
    at = new URL(location, at);
  }
  return fault('The website sends its visitors from one address to the next, without end.');
}

async function read(response: IncomingMessage, at: URL, signal: AbortSignal): Promise<Fetched> {
  const { statusCode: status = 0, headers } = response;
  const encoding = headers['content-encoding'] ?? 'identity';
  const refused = refusal(status, encoding, Number(headers['content-length'] ?? 0));
  if (refused !== undefined) {
    response.destroy();
    return fault(refused);
  }
  const stop = () => response.destroy(new Error('It took too long.'));
  signal.addEventListener('abort', stop);
  try {
    // What is unpacked counts: a packed file may be a thousand times as large.
    const unpacked = encoding === 'gzip' ? unpackedOf(response) : response;
    const pieces: Buffer[] = [];
    let length = 0;
    for await (const piece of unpacked) {
      length += piece.length;
      if (length > MOST_FETCHED_BYTES) return fault(TOO_LARGE);
      pieces.push(piece);
    }
    return { bytes: new Uint8Array(Buffer.concat(pieces)), type: headers['content-type'] ?? '', at: at.href };
  } finally {
    signal.removeEventListener('abort', stop);
    response.destroy();
  }
}

function unpackedOf(response: IncomingMessage): Gunzip {
  const gunzip = createGunzip();
  response.on('error', (error) => gunzip.destroy(error));
  return response.pipe(gunzip);
}

const TOO_LARGE = `It has more than ${MOST_FETCHED_BYTES / 1_000_000} MB, and more is not fetched. ${FILE}`;

function refusal(status: number, encoding: string, length: number): string | undefined {
  if (status === 401 || status === 403) return `The website does not give it to programs (error ${status}). ${FILE}`;
  if (status === 404 || status === 410) return `The website has nothing at this address (error ${status}). Look at the address.`;
  if (status < 200 || status > 299) return `The website answers with an error (${status}). Try again later. ${FILE}`;
  if (encoding !== 'identity' && encoding !== 'gzip') return `The website sends it packed in a way that is not read. ${FILE}`;
  return length > MOST_FETCHED_BYTES ? TOO_LARGE : undefined;
}

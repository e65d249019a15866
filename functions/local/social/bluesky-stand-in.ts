import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type BlueskyText, graphemeCount, writtenOnX } from '#core/social/bluesky-text';
import { readXFault, type XFault } from '#local/social/fault';
import { bodyOf, listenOnLoopback } from '#local/stand-ins/loopback';

/** How a call may fail: as with X, but without X's own refusals. */
export type BlueskyFault = Extract<
  XFault,
  'ok' | 'never-answer' | 'drop' | '503-html' | 'commit-then-drop' | 'commit-then-500' | 'truncated' | 'drip'
>;

export type BlueskyStandInOptions = {
  identifier: string;
  password: string;
  /** Called once for each request; `count` is 1 for the first. `method` is like `com.atproto.repo.putRecord`. */
  faults?(call: { method: string; count: number }): BlueskyFault;
};

type Post = BlueskyText & {
  $type: string;
  createdAt: string;
  reply?: { root: Ref; parent: Ref };
  embed?: { images: { image: { ref: { $link: string }; mimeType: string }; alt: string }[] };
};
type Ref = { uri: string; cid: string };
type Answer = { status: number; body: object };

export type BlueskyStandIn = {
  url: string;
  /** Oldest first. `text` is what readers see; `written` has the links in full. */
  posts(): {
    rkey: string;
    text: string;
    written: string;
    facets: BlueskyText['facets'];
    images: { type: string; alt: string }[];
    parent?: string;
    root?: string;
  }[];
  /** Ends every session, as Bluesky does after a day. */
  endSessions(): void;
  stop(): Promise<void>;
};

const DID = 'did:plc:standin2222222222222222';
const COLLECTION = 'app.bsky.feed.post';
const MAX_BLOB_BYTES = 2_000_000;

/** Starts a stand-in for one account on a Bluesky server: it stores records by their keys, and refuses what Bluesky refuses. */
export async function startBlueskyStandIn({ identifier, password, faults }: BlueskyStandInOptions): Promise<BlueskyStandIn> {
  const records = new Map<string, { cid: string; value: Post }>();
  const blobs = new Map<string, { type: string; sizeBytes: number }>();
  const sessions = new Set<string>();
  let calls = 0;
  const uriOf = (rkey: string) => `at://${DID}/${COLLECTION}/${rkey}`;
  const shown = ([rkey, { cid, value }]: [string, { cid: string; value: Post }]) => ({ uri: uriOf(rkey), cid, value });

  const put = ({ repo, collection, rkey, record, swapRecord }: Put): Answer => {
    if (repo !== DID || collection !== COLLECTION) return refusal('InvalidRequest', 'Could not find repo');
    const fault = faultOf(record, rkey, blobs);
    if (fault !== undefined) return refusal('InvalidRequest', fault);
    const cid = `bafyrei${createHash('sha256').update(JSON.stringify(record)).digest('hex')}`;
    const current = records.get(rkey);
    if (current && current.cid !== cid && swapRecord === null) return refusal('InvalidSwap', `Record was at ${current.cid}`);
    records.set(rkey, { cid, value: record });
    return { status: 200, body: { uri: uriOf(rkey), cid, validationStatus: 'valid' } };
  };

  const perform = (method: string, query: URLSearchParams, body: Buffer, type: string): Answer => {
    switch (method) {
      case 'com.atproto.repo.uploadBlob': {
        const link = `bafkrei${createHash('sha256').update(body).digest('hex')}`;
        blobs.set(link, { type, sizeBytes: body.length });
        return { status: 200, body: { blob: { $type: 'blob', ref: { $link: link }, mimeType: type, size: body.length } } };
      }
      case 'com.atproto.repo.putRecord':
        return put(JSON.parse(body.toString()));
      case 'com.atproto.repo.getRecord': {
        const [rkey, found] = [query.get('rkey') ?? '', records.get(query.get('rkey') ?? '')];
        return found ? { status: 200, body: shown([rkey, found]) } : refusal('RecordNotFound', `Could not locate record: ${uriOf(rkey)}`);
      }
      case 'com.atproto.repo.listRecords': {
        const cursor = query.get('cursor');
        const newest = [...records].sort(([a], [b]) => (a < b ? 1 : -1)).filter(([rkey]) => cursor === null || rkey < cursor);
        const page = newest.slice(0, Number(query.get('limit') ?? 50));
        return { status: 200, body: { records: page.map(shown), ...(page.length < newest.length ? { cursor: page.at(-1)?.[0] } : {}) } };
      }
      default:
        return { status: 501, body: { error: 'MethodNotImplemented', message: 'Method Not Implemented' } };
    }
  };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bodyOf(request);
    const { pathname, searchParams } = new URL(request.url ?? '/', 'https://bsky.social');
    const method = pathname.replace('/xrpc/', '');
    calls += 1;
    const { carriedOut, instead } = readXFault(faults?.({ method, count: calls }) ?? 'ok');
    let usual: Answer | undefined;
    if (method === 'com.atproto.server.createSession') {
      const given: { identifier?: string; password?: string } = JSON.parse(body.toString());
      const known = given.identifier === identifier && given.password === password;
      const token = randomBytes(12).toString('hex');
      if (known) sessions.add(token);
      usual = known
        ? { status: 200, body: { did: DID, handle: identifier, accessJwt: token, refreshJwt: token } }
        : { status: 401, body: { error: 'AuthenticationRequired', message: 'Invalid identifier or password' } };
    } else if (!sessions.has((request.headers.authorization ?? '').replace('Bearer ', ''))) {
      usual = refusal('ExpiredToken', 'Token has expired');
    } else if (carriedOut) usual = perform(method, searchParams, body, request.headers['content-type'] ?? '');
    if (typeof instead === 'function') instead(response);
    else answer(response, usual ?? refusal('InvalidRequest', 'Nothing was done.'));
  };

  const server = await listenOnLoopback((request, response) => {
    serve(request, response).catch(() => answer(response, refusal('InvalidRequest', 'Input is not valid.')));
  });
  return {
    url: server.url,
    posts: () =>
      [...records]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([rkey, { value }]) => ({
          rkey,
          text: value.text,
          written: writtenOnX(value),
          facets: value.facets,
          images: (value.embed?.images ?? []).map(({ image, alt }) => ({ type: image.mimeType, alt })),
          ...(value.reply ? { parent: keyIn(value.reply.parent.uri), root: keyIn(value.reply.root.uri) } : {}),
        })),
    endSessions: () => sessions.clear(),
    stop: server.stop,
  };
}

type Put = { repo: string; collection: string; rkey: string; record: Post; swapRecord?: string | null };

/** Returns what the lexicon app.bsky.feed.post forbids about a post; undefined when nothing. */
function faultOf(
  { $type, text, createdAt, facets, embed }: Post,
  rkey: string,
  blobs: ReadonlyMap<string, { sizeBytes: number }>,
): string | undefined {
  const sizeBytes = new TextEncoder().encode(text).length;
  if ($type !== COLLECTION) return 'Invalid $type';
  if (!/^[2-7a-j][2-7a-z]{12}$/.test(rkey)) return 'Invalid record key: expected a TID';
  if (graphemeCount(text) > 300 || sizeBytes > 3_000) return 'Record/text must not be longer than 300 graphemes';
  if (Number.isNaN(Date.parse(createdAt))) return 'Record/createdAt must be a valid datetime';
  if (facets.some(({ index }) => !(index.byteStart >= 0 && index.byteStart < index.byteEnd && index.byteEnd <= sizeBytes)))
    return 'Record/facets is out of range';
  const images = embed?.images ?? [];
  if (images.length > 4) return 'Record/embed/images must not have more than 4 elements';
  return images.every(({ image }) => (blobs.get(image.ref.$link)?.sizeBytes ?? MAX_BLOB_BYTES + 1) <= MAX_BLOB_BYTES)
    ? undefined
    : 'Could not find blob, or it is too large';
}

function refusal(error: string, message: string): Answer {
  return { status: 400, body: { error, message } };
}

function answer(response: ServerResponse, { status, body }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}

function keyIn(uri: string): string {
  return uri.slice(uri.lastIndexOf('/') + 1);
}

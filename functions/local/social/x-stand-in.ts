import type { IncomingMessage, ServerResponse } from 'node:http';
import { Temporal } from 'temporal-polyfill';
import twitter from 'twitter-text';
import { readXFault, type XFault } from '#local/social/fault';
import { badRequest, type XAnswer, xErrors } from '#local/social/x-error';
import { XUploads } from '#local/social/x-media';
import { multipart } from '#local/social/x-multipart';
import { isSigned, type OAuthKeys } from '#local/social/x-oauth';
import { type XPost, XPosts } from '#local/social/x-posts';
import { XRates } from '#local/social/x-rates';
import { timelineEntry } from '#local/social/x-timeline';
import { bodyOf, listenOnLoopback } from '#local/stand-ins/loopback';

export type XStandInOptions = {
  keys: OAuthKeys;
  /** The local clock: it dates the posts and the windows of the rate limits. */
  now(): Temporal.Instant;
  handle?: string;
  /** Where posts are kept between starts; without it they live in memory. */
  folder?: string;
  /** How long after its creation a post appears on the timeline. */
  lag?: Temporal.Duration;
  /** Called once for each signed request; `count` is 1 for the first. `route` is like `POST /2/tweets` or `GET /2/users/:id/tweets`. */
  faults?(call: { route: string; count: number }): XFault;
};

export type XStandIn = {
  port: number;
  /** Oldest first. */
  posts(): XPost[];
  media(id: string): Promise<{ bytes: Buffer; type: string } | undefined>;
  stop(): Promise<void>;
};

const USER = '1';

/**
 * Starts a stand-in for X with one account, for the calls that the newsroom makes. It verifies each signature, counts each text as X
 * does, and refuses what X refuses. It speaks plain HTTP but answers as api.x.com.
 */
export async function startXStandIn(options: XStandInOptions): Promise<XStandIn> {
  const { keys, now, handle = 'newsroom' } = options;
  const posts = await XPosts.open(options.folder);
  const uploads = new XUploads();
  const rates = new XRates();
  let calls = 0;
  let lastId = 0n;

  /** Ids like X's: the time, and a count in the lowest bits. */
  const newId = (): string => {
    const time = BigInt(now().epochMilliseconds - 1_288_834_974_657) << 22n;
    const newest = BigInt(posts.all().at(-1)?.id ?? 0);
    lastId = [time, lastId + 1n, newest + 1n].reduce((a, b) => (a > b ? a : b));
    return lastId.toString();
  };

  const create = async (body: {
    text?: string;
    reply?: { in_reply_to_tweet_id?: string };
    media?: { media_ids?: string[] };
  }): Promise<XAnswer> => {
    const text = (body.text ?? '').normalize('NFC').trim();
    const [parent, ids] = [body.reply?.in_reply_to_tweet_id, body.media?.media_ids ?? []];
    if (!twitter.parseTweet(text).valid || twitter.extractCashtags(text).length > 1 || ids.length > 4) return xErrors.notPermitted;
    if (parent !== undefined && !posts.has(parent)) return xErrors.notVisible;
    if (posts.all().some((post) => post.text === text)) return xErrors.duplicate;
    const media = uploads.take(ids);
    if (!media) return badRequest('Your media IDs are invalid.');
    const id = newId();
    await posts.add({ id, at: now().toString(), text, ...(parent === undefined ? {} : { inReplyTo: parent }) }, media);
    return { status: 201, body: { data: { id, text, edit_history_tweet_ids: [id] } } };
  };

  const timeline = (query: URLSearchParams): XAnswer => {
    const size = Number(query.get('max_results') ?? 10);
    if (!(size >= 5 && size <= 100)) return badRequest(`The \`max_results\` query parameter value [${size}] is not between 5 and 100`);
    const since = Temporal.Instant.from(query.get('start_time') ?? '1970-01-01T00:00:00Z');
    const until = options.lag ? now().subtract(options.lag) : now();
    const shown = posts
      .all()
      .toReversed()
      .filter(({ at }) => Temporal.Instant.compare(at, since) >= 0 && Temporal.Instant.compare(at, until) <= 0);
    const start = Number(query.get('pagination_token') ?? 0);
    const page = shown.slice(start, start + size);
    const next = start + size < shown.length ? { next_token: String(start + size) } : {};
    const ends = page.length > 0 ? { newest_id: page[0]?.id, oldest_id: page.at(-1)?.id } : {};
    const data = page.length > 0 ? { data: page.map((post) => timelineEntry(post, handle)) } : {};
    return { status: 200, body: { ...data, meta: { result_count: page.length, ...ends, ...next } } };
  };

  const perform = async (route: string, id: string, query: URLSearchParams, body: Buffer, type: string): Promise<XAnswer> => {
    switch (route) {
      case 'POST /2/tweets':
        return create(JSON.parse(body.toString()));
      case 'DELETE /2/tweets/:id':
        await posts.delete(id);
        return { status: 200, body: { data: { deleted: true } } };
      case 'GET /2/users/me':
        return { status: 200, body: { data: { id: USER, name: handle, username: handle } } };
      case 'GET /2/users/:id/tweets':
        return id === USER ? timeline(query) : xErrors.notFound;
      case 'POST /2/media/upload/initialize':
        return uploads.initialize(JSON.parse(body.toString()), newId());
      case 'POST /2/media/upload/:id/append': {
        const form = multipart(body, type);
        return uploads.append(id, Number(form.get('segment_index')), form.get('media') ?? Buffer.alloc(0));
      }
      case 'POST /2/media/upload/:id/finalize':
        return uploads.finalize(id);
      case 'POST /2/media/metadata':
        return uploads.describe(JSON.parse(body.toString()));
      default:
        return xErrors.notFound;
    }
  };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bodyOf(request);
    const { pathname, searchParams } = new URL(request.url ?? '/', 'https://api.x.com');
    const id = /\/(\d+)(\/|$)/.exec(pathname.slice('/2'.length))?.[1] ?? '';
    const route = `${request.method} ${id === '' ? pathname : pathname.replace(`/${id}`, '/:id')}`;
    if (!isSigned(request, keys)) return answer(response, xErrors.unauthorised);
    calls += 1;
    const { carriedOut, instead } = readXFault(options.faults?.({ route, count: calls }) ?? 'ok');
    const { exceeded, headers } = rates.count(route, now().epochMilliseconds / 1_000);
    if (exceeded) return answer(response, xErrors.tooMany, headers);
    const usual = carriedOut ? await perform(route, id, searchParams, body, request.headers['content-type'] ?? '') : undefined;
    if (typeof instead === 'function') instead(response);
    else answer(response, instead ?? usual ?? xErrors.notFound, headers);
  };

  const server = await listenOnLoopback(
    (request, response) => {
      serve(request, response).catch(() => answer(response, badRequest('One or more parameters to your request was invalid.')));
    },
    { alias: 'api.x.com' },
  );
  return { port: server.port, posts: () => posts.all(), media: (id) => posts.media(id), stop: server.stop };
}

function answer(response: ServerResponse, { status, body }: XAnswer, headers: Record<string, string> = {}): void {
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  response.writeHead(status, { 'content-type': `${type}; charset=utf-8`, ...headers }).end(JSON.stringify(body));
}

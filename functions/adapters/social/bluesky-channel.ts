import { array, type infer as Infer, object, optional, string, unknown } from 'zod/mini';
import type { Outcome } from '#core/delivery/outcome';
import type { AccountFound } from '#core/doctor/findings';
import { blueskyAccountFault } from '#core/social/account-fault';
import { blueskyKey } from '#core/social/bluesky-key';
import { type BlueskyFailure, beforeThePost, blueskyOutcome } from '#core/social/bluesky-outcome';
import { type BlueskyText, blueskyText, writtenOnX } from '#core/social/bluesky-text';
import type { Channel, MediaUpload, PostKey } from '#ports';

/** `service`: the account's server, https://bsky.social for most. `password` is an app password, which cannot delete the account. */
export type BlueskyKeys = { service?: string | undefined; identifier: string; password: string };

const secret = object({ bluesky: optional(object({ service: optional(string()), identifier: string(), password: string() })) });

/**
 * Reads Bluesky's part of the secret that holds the keys of both social accounts; undefined when it has none.
 * @throws when a part is missing, or the service is not https and not on this machine.
 */
export function parseBlueskyKeys(value: unknown): BlueskyKeys | undefined {
  const { bluesky: keys } = secret.parse(value);
  if (!keys) return undefined;
  const { protocol, hostname } = new URL(keys.service ?? SERVICE);
  if (protocol !== 'https:' && hostname !== '127.0.0.1') throw new Error('The Bluesky service must begin with https://.');
  return keys;
}

export type BlueskyChannelOptions = {
  /** Undefined when none are stored. */
  readKeys(): Promise<BlueskyKeys | undefined>;
  /** Milliseconds that one call may take. */
  timeoutMs?: number;
};

const SERVICE = 'https://bsky.social';
const POSTS = 'app.bsky.feed.post';
/** The largest image that Bluesky takes (lexicon app.bsky.embed.images). */
const MAX_IMAGE_BYTES = 2_000_000;

/** A call that failed, with what is known about it. */
class CallFailed extends Error {
  readonly failure: BlueskyFailure;
  constructor(failure: BlueskyFailure) {
    super(failure.message);
    this.failure = failure;
  }
}

/**
 * Posts to one Bluesky account by plain HTTP: the few calls do not need an SDK of 700 kB. `putRecord` writes a post under our own key
 * with `swapRecord: null`, so it is created at most once: repeating the same record changes nothing, and another record under the key
 * is refused (packages/pds/src/api/com/atproto/repo/putRecord.ts in bluesky-social/atproto).
 */
export function blueskyChannel({ readKeys, timeoutMs = 10_000 }: BlueskyChannelOptions): Channel {
  const open = async (): Promise<Session> => {
    const keys = await readKeys();
    if (!keys) throw new CallFailed({ status: 401, error: 'NoKeys', message: 'there is no app password.' });
    const { service = SERVICE, identifier, password } = keys;
    const call = caller(service, timeoutMs);
    const { did, accessJwt } = session.parse(await call('com.atproto.server.createSession', { body: { identifier, password } }));
    return { did, call: (method, request) => call(method, { ...request, token: accessJwt }) };
  };
  return {
    async post({ key, text, media, inReplyTo }): Promise<Outcome> {
      const large = media.find(({ bytes }) => bytes.length > MAX_IMAGE_BYTES);
      if (large) return { kind: 'refused', why: 'Bluesky takes images of at most 2 MB. Make it smaller, for example 1200 pixels wide.' };
      const { rkey, at } = blueskyKey(`${key.publication}#${key.part}`, key.at);
      let own: Session;
      let record: object;
      try {
        own = await open();
        record = {
          $type: POSTS,
          ...blueskyText(text),
          createdAt: at.toString({ fractionalSecondDigits: 6 }),
          langs: ['en-GB'],
          ...(await embed(own, media)),
          ...(inReplyTo === undefined ? {} : { reply: await replyTo(own, inReplyTo) }),
        };
      } catch (error) {
        return beforeThePost(failureOf(error));
      }
      try {
        const body = { repo: own.did, collection: POSTS, rkey, record, swapRecord: null };
        written.parse(await own.call('com.atproto.repo.putRecord', { body }));
        return { kind: 'accepted', receipt: rkey };
      } catch (error) {
        return blueskyOutcome(failureOf(error));
      }
    },

    async find(key: PostKey) {
      const { rkey } = blueskyKey(`${key.publication}#${key.part}`, key.at);
      return (await recordAt(await open(), rkey)) && rkey;
    },

    async recent(since) {
      const own = await open();
      const found: { id: string; text: string; inReplyTo?: string }[] = [];
      for (let cursor: string | undefined; ; ) {
        const query = { repo: own.did, collection: POSTS, limit: '100', ...(cursor === undefined ? {} : { cursor }) };
        const page = list.parse(await own.call('com.atproto.repo.listRecords', { query }));
        for (const { uri, value } of page.records) {
          if (Date.parse(value.createdAt) < since.epochMilliseconds) return found;
          found.push({ id: keyIn(uri), text: writtenOnX(textOf(value)), ...(value.reply && { inReplyTo: keyIn(value.reply.parent.uri) }) });
        }
        if (page.cursor === undefined || page.records.length === 0) return found;
        cursor = page.cursor;
      }
    },
  };
}

/** Asks Bluesky for a session, which posts nothing. Throws when its answer proves nothing of the account. */
export async function askBluesky({ service = SERVICE, identifier, password }: BlueskyKeys, timeoutMs: number): Promise<AccountFound> {
  try {
    const answer = await caller(service, timeoutMs)('com.atproto.server.createSession', { body: { identifier, password } });
    return { is: 'open', handle: named.parse(answer).handle };
  } catch (error) {
    const fault = blueskyAccountFault(failureOf(error));
    if (!fault) throw error;
    return fault;
  }
}

type Request = { body?: object; bytes?: { content: Uint8Array; type: string }; query?: Record<string, string>; token?: string };
type Call = (method: string, request: Request) => Promise<unknown>;
type Session = { did: string; call: Call };

const named = object({ handle: string() });
const session = object({ did: string(), accessJwt: string() });
const written = object({ uri: string(), cid: string() });
const ref = object({ uri: string(), cid: string() });
const post = object({
  text: string(),
  createdAt: string(),
  facets: optional(array(unknown())),
  reply: optional(object({ root: ref, parent: ref })),
});
const single = object({ uri: string(), cid: string(), value: post });
const list = object({ records: array(single), cursor: optional(string()) });
const blob = object({ blob: unknown() });
const problem = object({ error: optional(string()), message: optional(string()) });

function caller(service: string, timeoutMs: number): Call {
  return async (method, { body, bytes, query, token }) => {
    const url = new URL(`/xrpc/${method}`, service);
    for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value);
    const content = bytes ? new Uint8Array(bytes.content) : body && JSON.stringify(body);
    const answer = await fetch(url, {
      method: content === undefined ? 'GET' : 'POST',
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(content === undefined ? {} : { 'content-type': bytes?.type ?? 'application/json' }),
      },
      ...(content === undefined ? {} : { body: content }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (answer.ok) return await answer.json();
    const { error = '', message = '' } = problem.safeParse(await answer.json().catch(() => undefined)).data ?? {};
    throw new CallFailed({ status: answer.status, error, message });
  };
}

async function embed({ call }: Session, media: readonly MediaUpload[]): Promise<{ embed?: object }> {
  const images: object[] = [];
  for (const { bytes, type, alt } of media) {
    const answer = blob.parse(await call('com.atproto.repo.uploadBlob', { bytes: { content: bytes, type } }));
    images.push({ image: answer.blob, alt });
  }
  return images.length === 0 ? {} : { embed: { $type: 'app.bsky.embed.images', images } };
}

/** A reply names its parent post and the first post of the thread. */
async function replyTo(own: Session, parent: string): Promise<Infer<typeof post>['reply']> {
  const found = await recordAt(own, parent);
  if (!found) throw new CallFailed({ status: 400, error: 'InvalidRequest', message: 'The post before it in the thread is gone.' });
  const { uri, cid, value } = found;
  return { root: value.reply?.root ?? { uri, cid }, parent: { uri, cid } };
}

async function recordAt({ did, call }: Session, rkey: string): Promise<Infer<typeof single> | undefined> {
  try {
    return single.parse(await call('com.atproto.repo.getRecord', { query: { repo: did, collection: POSTS, rkey } }));
  } catch (error) {
    if (error instanceof CallFailed && error.failure.status === 400 && error.failure.error === 'RecordNotFound') return undefined;
    throw error;
  }
}

function textOf({ text, facets = [] }: Infer<typeof post>): BlueskyText {
  return { text, facets: facets as BlueskyText['facets'] };
}

function keyIn(uri: string): string {
  return uri.slice(uri.lastIndexOf('/') + 1);
}

/** Reads what core needs from an error. fetch hides the system's error code in the cause. */
function failureOf(error: unknown): BlueskyFailure {
  if (error instanceof CallFailed) return error.failure;
  const { cause, message } = (error ?? {}) as { cause?: { code?: unknown; message?: unknown }; message?: unknown };
  return { code: typeof cause?.code === 'string' ? cause.code : undefined, message: String(cause?.message ?? message ?? 'no cause') };
}

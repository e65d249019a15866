import { Agent } from 'node:https';
import { connect } from 'node:net';
import {
  ApiPartialResponseError,
  ApiRequestError,
  ApiResponseError,
  type ITwitterApiClientPlugin,
  type SendTweetV2Params,
  TwitterApi,
} from 'twitter-api-v2';
import { object, string } from 'zod/mini';
import type { Outcome } from '#core/delivery/outcome';
import type { AccountFound } from '#core/doctor/findings';
import { xAccountFault } from '#core/social/account-fault';
import { type PostFailure, postOutcome, uploadOutcome } from '#core/social/x-outcome';
import { writtenText } from '#core/social/x-text';
import type { Channel, MediaUpload } from '#ports';

/** The four OAuth 1.0a keys of one account. Unlike OAuth 2.0 tokens they do not rotate, so a crash cannot lose them. */
export type XKeys = { appKey: string; appSecret: string; accessToken: string; accessSecret: string };

const secret = object({ appKey: string(), appSecret: string(), accessToken: string(), accessSecret: string() });

/** Reads X's part of the secret that holds the keys of both social accounts. @throws when a part is missing. */
export function parseXKeys(value: unknown): XKeys {
  return secret.parse(value);
}

export type XChannelOptions = {
  readKeys(): Promise<XKeys>;
  /** The port of the stand-in on this machine, used instead of X. */
  loopbackPort?: number | undefined;
  /** For one call: `idle` without any data, `total` from beginning to end. Without them twitter-api-v2 waits for ever. */
  timeoutMs?: { idle: number; total: number };
};

/** Posts to one X account. Each `post` makes at most one request that creates a post. */
export function xChannel(options: XChannelOptions): Channel {
  const open = opener(options);
  let account: string | undefined;

  return {
    async post({ text, media, inReplyTo }): Promise<Outcome> {
      const payload: SendTweetV2Params = inReplyTo === undefined ? {} : { reply: { in_reply_to_tweet_id: inReplyTo } };
      let x: Awaited<ReturnType<typeof open>>;
      try {
        x = await open();
        const ids: string[] = [];
        for (const image of media) ids.push(await upload(x, image));
        // The type is a tuple of one to four ids. X itself refuses more.
        if (ids.length > 0) payload.media = { media_ids: ids as [string] };
      } catch (error) {
        return uploadOutcome(failureOf(error));
      }
      try {
        // An empty 201 resolves to undefined, though its type does not say so.
        const answer: { data?: { id?: string } } | undefined = await x.tweet(text, payload);
        const id = answer?.data?.id;
        return id ? { kind: 'accepted', receipt: id } : { kind: 'unknown', why: 'X answered without the id of a post.' };
      } catch (error) {
        return postOutcome(failureOf(error));
      }
    },

    async recent(since) {
      const x = await open();
      account ??= (await x.me()).data.id;
      const timeline = await x.userTimeline(account, {
        start_time: since.toString({ smallestUnit: 'second' }),
        max_results: 100,
        'tweet.fields': ['created_at', 'entities', 'referenced_tweets'],
      });
      while (!timeline.done) await timeline.fetchNext();
      return timeline.tweets.map(({ id, text, entities, referenced_tweets }) => {
        const links = (entities?.urls ?? []).map(({ url, expanded_url }) => ({ url, expanded: expanded_url }));
        const parent = referenced_tweets?.find(({ type }) => type === 'replied_to')?.id;
        return { id, text: writtenText(text, links), ...(parent === undefined ? {} : { inReplyTo: parent }) };
      });
    },
  };
}

/** Asks X who we are, which posts nothing. Throws when its answer proves nothing of the account. */
export async function askX(options: XChannelOptions): Promise<AccountFound> {
  const x = await opener(options)();
  try {
    const { data, headers } = await x.get<{ data?: { username?: string } }>('users/me', undefined, { fullResponse: true });
    const access = headers['x-access-level'];
    const handle = data.data?.username;
    if (handle === undefined) throw new Error('X answered without a name.');
    return { is: 'open', handle, ...(typeof access === 'string' && { access }) };
  } catch (error) {
    const fault = xAccountFault(failureOf(error));
    if (!fault) throw error;
    return fault;
  }
}

function opener({ readKeys, loopbackPort, timeoutMs = { idle: 8_000, total: 20_000 } }: XChannelOptions): () => Promise<XClient> {
  // A frozen Lambda's kept-alive socket is dead, and the next post on it ends as unknown (measured: 5 of 5).
  const httpAgent = loopbackPort === undefined ? new Agent({ keepAlive: false }) : new LoopbackAgent(loopbackPort);
  const inTime: ITwitterApiClientPlugin = {
    onBeforeRequest({ requestOptions }) {
      Object.assign(requestOptions, { timeout: timeoutMs.idle, signal: AbortSignal.timeout(timeoutMs.total) });
    },
  };
  return async () => new TwitterApi(await readKeys(), { httpAgent, plugins: [inTime] }).v2;
}

type XClient = TwitterApi['v2'];

async function upload(x: XClient, { bytes, type, alt }: MediaUpload): Promise<string> {
  const id = await x.uploadMedia(Buffer.from(bytes), { media_type: type as Parameters<XClient['uploadMedia']>[1]['media_type'] });
  await x.createMediaMetadata(id, { alt_text: { text: alt } });
  return id;
}

/** The bodies of X's errors, in the new form and the old one. */
type XProblem = { type?: string; detail?: string; errors?: { code?: number; message?: string }[] };

/** Reads what core needs from an error of twitter-api-v2. */
function failureOf(error: unknown): PostFailure {
  if (error instanceof ApiResponseError) {
    const body: unknown = error.data;
    // An HTML page comes as a string.
    const { type, detail, errors } = (typeof body === 'object' && body !== null ? body : {}) as XProblem;
    const codes = (errors ?? []).flatMap(({ code }) => code ?? []);
    return { status: error.code, type: type ?? '', detail: detail ?? errors?.[0]?.message ?? '', codes };
  }
  // `requestError` is always undefined: 1.29.1 stores it under another name. Only its code says whether the request was written.
  const cause: unknown =
    error instanceof ApiRequestError ? (error as unknown as { _options?: { error?: unknown } })._options?.error : error;
  const { code, message } = (cause ?? {}) as { code?: unknown; message?: unknown };
  const partial = error instanceof ApiPartialResponseError;
  return {
    code: !partial && typeof code === 'string' ? code : undefined,
    message: partial ? 'half an answer' : String(message ?? 'no cause'),
  };
}

/** Speaks plain HTTP to the stand-in, while URL, Host header and signature stay exactly those of api.x.com. */
class LoopbackAgent extends Agent {
  readonly #port: number;

  constructor(port: number) {
    super({ keepAlive: false });
    this.#port = port;
  }

  override createConnection() {
    return connect(this.#port, '127.0.0.1');
  }
}

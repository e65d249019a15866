import { createHash, createPrivateKey, generateKeyPairSync, type JsonWebKey, type KeyObject, sign } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Temporal } from 'temporal-polyfill';
import type { CognitoPool } from '#adapters/identity/cognito-accounts';
import { bodyOf, listenOnLoopback } from '#local/stand-ins/loopback';
import { openUserPool, type PoolUser, type UserPool } from '#local/stand-ins/user-pool';
import { render } from '#templates/local';

/** A token before it is signed. A fault may change it. */
export type Draft = { header: Record<string, unknown>; claims: Record<string, unknown>; key: KeyObject };

/** What a test may change while it runs. */
type Behaviour = {
  /** Who signs in at once. Without it a page asks which of the pool's users it is. */
  person?: { sub: string; email: string };
  fault(draft: Draft): Draft;
  /** Signs instead of the draft's key. */
  sign?(text: string): string;
  /** Changes the signed token on its way. */
  wire?(token: string): string;
  /** The HTTP status of every answer while it is set. */
  broken?: number;
};

type OidcStandInOptions = {
  now(): Temporal.Instant;
  client: string;
  /** The only site to which it leads back. */
  site: string;
  /** Its users: those of the page that asks. Without them it signs in whoever a test names. */
  pool?: UserPool;
};

type OidcStandIn = {
  config: { issuer: string; client: string; host: string; site: string; pool: CognitoPool };
  behaviour: Behaviour;
  pool: UserPool;
  stop(): Promise<void>;
};

/**
 * Starts a stand-in for Cognito: its sign-in (authorization code with PKCE), which asks for no password, and the calls for its users. It
 * refuses what Cognito refuses.
 */
export async function startOidcStandIn({ now, client, site, pool: given }: OidcStandInOptions): Promise<OidcStandIn> {
  const pool = given ?? openUserPool();
  const keys = newKeys();
  const codes = new Map<string, { query: URLSearchParams; claims: Record<string, unknown> }>();
  const behaviour: Behaviour = {
    ...(given ? {} : { person: { sub: 'person-1', email: 'jo@example.org' } }),
    fault: (draft) => draft,
  };
  const seconds = (): number => Math.floor(now().epochMilliseconds / 1000);
  let issuer = '';

  /** Returns where the browser goes from here; `ask`: a page asks first who it is. Undefined when Cognito would refuse. */
  const authorize = (query: URLSearchParams): string | 'ask' | undefined => {
    const asked = Object.fromEntries(query);
    const right =
      asked.response_type === 'code' &&
      asked.client_id === client &&
      asked.redirect_uri === `${site}/desk/signed-in` &&
      asked.code_challenge_method === 'S256';
    if (!right) return undefined;
    const person = behaviour.person ?? pool.signIn(query.get('as') ?? '');
    if (person === undefined) return 'ask';
    const code = createHash('sha256').update(`code ${codes.size}`).digest('hex');
    const at = seconds();
    const { sub, email } = person;
    codes.set(code, { query, claims: { sub, email, auth_time: at, iat: at, exp: at + 300, nonce: asked.nonce } });
    return `${asked.redirect_uri}?${new URLSearchParams({ code, state: asked.state ?? '' })}`;
  };

  const exchange = (form: URLSearchParams): string | undefined => {
    const given = codes.get(form.get('code') ?? '');
    codes.delete(form.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    const right =
      form.get('grant_type') === 'authorization_code' &&
      form.get('redirect_uri') === given?.query.get('redirect_uri') &&
      challenge === given?.query.get('code_challenge');
    if (!given || !right) return undefined;
    const claims = { iss: issuer, aud: client, token_use: 'id', email_verified: true, ...given.claims };
    const token = signed(behaviour.fault({ header: { alg: 'RS256', kid: 'one' }, claims, key: keys.private }), behaviour.sign);
    return behaviour.wire?.(token) ?? token;
  };

  const answerTo = async (request: IncomingMessage): Promise<Answer> => {
    const url = new URL(request.url ?? '/', issuer);
    if (behaviour.broken !== undefined) return { status: behaviour.broken };
    switch (`${request.method} ${url.pathname}`) {
      case 'GET /oauth2/authorize': {
        const location = authorize(url.searchParams);
        if (location === 'ask') return { status: 200, html: whoAreYou(url, pool.users()) };
        return location === undefined ? { status: 400 } : { status: 302, location };
      }
      case 'POST /': {
        const action = String(request.headers['x-amz-target']).replace(/^AWSCognitoIdentityProviderService\./, '');
        return pool.answer(action, JSON.parse((await bodyOf(request)).toString()));
      }
      case 'POST /oauth2/token': {
        const form = new URLSearchParams((await bodyOf(request)).toString());
        if (form.get('client_id') !== client) return { status: 400, body: { error: 'invalid_client' } };
        const id_token = exchange(form);
        return id_token === undefined
          ? { status: 400, body: { error: 'invalid_grant' } }
          : { status: 200, body: { id_token, token_type: 'Bearer' } };
      }
      case 'GET /.well-known/jwks.json':
        return { status: 200, body: { keys: [{ ...keys.public, kid: 'one', alg: 'RS256', use: 'sig' }] } };
      case 'GET /logout':
        return { status: 302, location: url.searchParams.get('logout_uri') ?? '/' };
      default:
        return { status: 404 };
    }
  };

  const server = await listenOnLoopback(
    async (request, response) => {
      const { status, location, body, html } = await answerTo(request);
      const type = html === undefined ? 'application/json' : 'text/html; charset=utf-8';
      // A connection that is kept open may close at the very moment at which the next call is made.
      response.writeHead(status, { 'content-type': type, connection: 'close', ...(location === undefined ? {} : { location }) });
      response.end(html ?? (body && JSON.stringify(body)));
    },
    { browsers: 'links' },
  );
  issuer = server.url;
  return {
    config: { issuer, client, host: issuer, site, pool: { url: issuer, id: pool.id } },
    behaviour,
    pool,
    stop: server.stop,
  };
}

type Answer = { status: number; location?: string; body?: object; html?: string };

/** The page on which somebody says who they are. No password is asked for: whoever can use the machine owns it. */
function whoAreYou(url: URL, users: readonly PoolUser[]): string {
  const back = (email: string) => {
    const to = new URL(url);
    to.searchParams.set('as', email);
    return to.pathname + to.search;
  };
  return render('who-are-you', { users: users.filter(({ enabled }) => enabled).map(({ email }) => ({ email, url: back(email) })) });
}

/** Returns the encoded token. The algorithm `none` leaves it unsigned. */
function signed(
  { header, claims, key }: Draft,
  signature = (text: string) => sign('RSA-SHA256', Buffer.from(text), key).toString('base64url'),
): string {
  const text = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${text}.${header.alg === 'none' ? '' : signature(text)}`;
}

/** Makes an RSA key pair, for the issuer or for a forger. */
export function newKeys(): { private: KeyObject; public: JsonWebKey } {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { private: createPrivateKey(privateKey.export({ type: 'pkcs8', format: 'pem' })), public: publicKey.export({ format: 'jwk' }) };
}

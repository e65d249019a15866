import { createHash, timingSafeEqual } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import { object, string } from 'zod/mini';
import { parseKeys, readIdToken } from '#adapters/identity/id-token';
import { freshSecret } from '#adapters/identity/session-secret';
import type { SignInConfig } from '#config';
import type { Issuer } from '#ports';

/** For one call to the issuer. Calls happen during a web request, which has 15 s in all. */
const PATIENCE_MS = 4_000;

const answer = object({ id_token: string() });
const refusal = object({ error: string() });

/**
 * OpenID Connect as Cognito speaks it: authorization code with PKCE (RFC 7636), for a client without its own secret. A stolen code is
 * worthless without the browser's cookie.
 *
 * An attempt is one random secret. The state, the nonce and the verifier are each a hash made from it, so none reveals another.
 */
export function oidcIssuer({ issuer, client, host, site }: SignInConfig): Issuer {
  const back = `${site}/desk/signed-in`;
  const claimsOf = async (token: string, nonce: string, now: Temporal.Instant) => {
    // Fetched for each sign-in: there are a few a day, and a withdrawn key must not be trusted from a cache.
    const response = await fetch(`${issuer}/.well-known/jwks.json`, { signal: AbortSignal.timeout(PATIENCE_MS), redirect: 'error' });
    if (!response.ok) throw new Error(`The issuer answered ${response.status} when asked for its keys.`);
    return readIdToken(token, { issuer, client, nonce, keys: parseKeys(await response.json()), nowSeconds: now.epochMilliseconds / 1000 });
  };
  return {
    begin() {
      const attempt = freshSecret();
      const url = new URL('/oauth2/authorize', host);
      url.search = new URLSearchParams({
        response_type: 'code',
        client_id: client,
        redirect_uri: back,
        scope: 'openid email',
        state: made('state', attempt),
        nonce: made('nonce', attempt),
        code_challenge: createHash('sha256').update(made('verifier', attempt)).digest('base64url'),
        code_challenge_method: 'S256',
        // Without it, the next person at the same browser is signed in without being asked.
        prompt: 'login',
      }).toString();
      return { url: url.href, attempt };
    },
    async finish({ attempt, state, code, now }) {
      if (!isSame(state, made('state', attempt))) return undefined;
      const response = await fetch(new URL('/oauth2/token', host), {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'authorization_code',
          client_id: client,
          redirect_uri: back,
          code,
          code_verifier: made('verifier', attempt),
        }),
        signal: AbortSignal.timeout(PATIENCE_MS),
        redirect: 'error',
      });
      const error = response.status === 400 ? refusal.parse(await response.json()).error : undefined;
      // RFC 6749 5.2: the code is wrong, expired or used, or its verifier does not match. Any other error is ours and must raise an alarm.
      if (error === 'invalid_grant' || error === 'invalid_request') return undefined;
      if (!response.ok) throw new Error(`The issuer answered ${response.status} ${error ?? ''} when asked to take a code.`);
      const claims = await claimsOf(answer.parse(await response.json()).id_token, made('nonce', attempt), now);
      if (!claims) return undefined;
      return { person: claims.sub, email: claims.email, signedIn: Temporal.Instant.fromEpochMilliseconds(claims.auth_time * 1000) };
    },
    signOutUrl: new URL(`/logout?${new URLSearchParams({ client_id: client, logout_uri: `${site}/desk/signed-out` })}`, host),
  };
}

/** Returns 43 characters, the least that PKCE allows for a verifier. */
function made(what: 'state' | 'nonce' | 'verifier', attempt: string): string {
  return createHash('sha256').update(`${what}\n${attempt}`).digest('base64url');
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

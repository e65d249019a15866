// The real adapter against the stand-in, over HTTP, with every kind of good and bad token and code.
import { createHmac } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { oidcIssuer } from '#adapters/identity/oidc-issuer';
import { type Draft, newKeys, startOidcStandIn } from '#local/stand-ins/oidc';
import type { Issuer } from '#ports';

const SITE = 'https://news.example.org';
const now = Temporal.Instant.from('2019-09-12T07:00:00Z');
const at = now.epochMilliseconds / 1000;

let standIn: Awaited<ReturnType<typeof startOidcStandIn>>;
let issuer: Issuer;
beforeAll(async () => {
  standIn = await startOidcStandIn({ now: () => now, client: 'desk', site: SITE });
  issuer = oidcIssuer(standIn.config);
});
afterAll(() => standIn.stop());
beforeEach(() => {
  standIn.behaviour.fault = (draft) => draft;
  delete standIn.behaviour.broken;
});

/** Sends a browser to the issuer, and returns the state and the code with which it comes back. */
async function sentOut() {
  const { url, attempt } = issuer.begin();
  const answer = await fetch(url, { redirect: 'manual' });
  const back = new URL(answer.headers.get('location') ?? 'none:');
  return { url: new URL(url), back, attempt, state: back.searchParams.get('state') ?? '', code: back.searchParams.get('code') ?? '', now };
}

test('a person who comes back from the issuer with everything it gave out is signed in', async () => {
  const out = await sentOut();
  expect(out.back.origin + out.back.pathname).toBe(`${SITE}/desk/signed-in`);
  expect(await issuer.finish(out)).toEqual({ person: 'person-1', email: 'jo@example.org', signedIn: now });
});

test('each attempt to sign in has its own state, nonce and challenge, asks for a new login, and keeps its secret', async () => {
  const [one, other] = [await sentOut(), await sentOut()];
  for (const name of ['state', 'nonce', 'code_challenge']) {
    const [a, b] = [one, other].map(({ url }) => url.searchParams.get(name) ?? '');
    expect(a).toMatch(/^[\w-]{43}$/);
    expect(a).not.toBe(b);
  }
  expect(Object.fromEntries(one.url.searchParams)).toMatchObject({ response_type: 'code', code_challenge_method: 'S256', prompt: 'login' });
  expect(one.url.href).not.toContain(one.attempt);
});

describe('a sign-in is refused', () => {
  test('a sign-in with a state that is wrong, missing or of another attempt is refused', async () => {
    const [mine, theirs] = [await sentOut(), await sentOut()];
    for (const state of ['', 'x', `${mine.state}x`, theirs.state]) expect(await issuer.finish({ ...mine, state })).toBeUndefined();
    expect(await issuer.finish(mine)).toBeDefined();
  });

  test('a sign-in with the code of another browser is refused, because the verifier does not belong to it', async () => {
    const [mine, theirs] = [await sentOut(), await sentOut()];
    expect(await issuer.finish({ ...mine, code: theirs.code })).toBeUndefined();
  });

  test('a sign-in with a code that was used before or never existed is refused', async () => {
    const out = await sentOut();
    expect(await issuer.finish(out)).toBeDefined();
    expect(await issuer.finish(out)).toBeUndefined();
    expect(await issuer.finish({ ...(await sentOut()), code: 'invented' })).toBeUndefined();
  });

  const forger = newKeys();
  const claiming = (claims: Record<string, unknown>) => (draft: Draft) => ({ ...draft, claims: { ...draft.claims, ...claims } });
  test.each<[string, (draft: Draft) => Draft]>([
    ['of another attempt', claiming({ nonce: 'another' })],
    ['without a nonce', claiming({ nonce: undefined })],
    ['for another client', claiming({ aud: 'another' })],
    ['for our client among ottheirs', claiming({ aud: ['desk', 'another'] })],
    ['of another issuer', claiming({ iss: 'https://example.org' })],
    ['that has expired', claiming({ exp: at })],
    ['that never ends', claiming({ exp: undefined })],
    ['of the future', claiming({ iat: at + 120 })],
    ['of a sign-in in the future', claiming({ auth_time: at + 120 })],
    ['that does not say when the person signed in', claiming({ auth_time: undefined })],
    ['that is for access', claiming({ token_use: 'access' })],
    ['with an address that is not verified', claiming({ email_verified: false })],
    ['without an address', claiming({ email: undefined })],
    ['signed by somebody else', (draft) => ({ ...draft, key: forger.private })],
    ['signed with a key that is not published', (draft) => ({ ...draft, header: { ...draft.header, kid: 'two' } })],
    ['that is not signed', (draft) => ({ ...draft, header: { ...draft.header, alg: 'none' } })],
    ['without an algorithm', (draft) => ({ ...draft, header: { kid: 'one' } })],
    ['of an algorithm that we do not accept', (draft) => ({ ...draft, header: { ...draft.header, alg: 'RS512' } })],
  ])('a sign-in with a token %s is refused', async (_, fault) => {
    standIn.behaviour.fault = fault;
    expect(await issuer.finish(await sentOut())).toBeUndefined();
  });

  test('a sign-in with a token whose secret is the public key is refused', async () => {
    const { n } = (await (await fetch(`${standIn.config.issuer}/.well-known/jwks.json`)).json()).keys[0];
    standIn.behaviour.sign = (text) => createHmac('sha256', n).update(text).digest('base64url');
    standIn.behaviour.fault = (draft) => ({ ...draft, header: { ...draft.header, alg: 'HS256' } });
    expect(await issuer.finish(await sentOut())).toBeUndefined();
    delete standIn.behaviour.sign;
  });

  test('a sign-in with a token of which one character was changed is refused', async () => {
    for (const part of [0, 1, 2]) {
      standIn.behaviour.wire = (token) =>
        token
          .split('.')
          .map((text, i) => (i === part ? flipped(text) : text))
          .join('.');
      expect(await issuer.finish(await sentOut())).toBeUndefined();
    }
    delete standIn.behaviour.wire;
  });
});

test('an issuer that is out of order is an error, not a refusal, so that the alarm goes off', async () => {
  const out = await sentOut();
  standIn.behaviour.broken = 503;
  await expect(issuer.finish(out)).rejects.toThrow('The issuer answered 503');
});

test('an issuer that does not know our client is an error, not a refusal', async () => {
  const { url, attempt } = oidcIssuer({ ...standIn.config, client: 'unknown' }).begin();
  const back = { attempt, state: new URL(url).searchParams.get('state') ?? '', code: 'any', now };
  await expect(oidcIssuer({ ...standIn.config, client: 'unknown' }).finish(back)).rejects.toThrow('invalid_client');
});

test('signing out signs the person out at the issuer too, and leads back to our own page', () => {
  expect(issuer.signOutUrl.href).toBe(
    `${standIn.config.host}/logout?client_id=desk&logout_uri=${encodeURIComponent(`${SITE}/desk/signed-out`)}`,
  );
});

/** Changes one character in the middle: at the end it may be padding. */
function flipped(text: string): string {
  const middle = Math.floor(text.length / 2);
  return `${text.slice(0, middle)}${text[middle] === 'A' ? 'B' : 'A'}${text.slice(middle + 1)}`;
}

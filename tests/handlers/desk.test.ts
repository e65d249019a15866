// The deployed handler, with the environment of a Lambda: a missing setting must never open the desk.
import { Temporal } from 'temporal-polyfill';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { environmentNames, readConfig } from '#config';
import { type Emulators, startEmulators } from '#local/emulators/emulators';
import { invokeHttp } from '#local/newsroom/lambda-http';
import { startOidcStandIn } from '#local/stand-ins/oidc';
import { startSecretsStandIn } from '#local/stand-ins/secrets';
import type { HttpHandler } from '#web/http-api';

const SITE = 'https://news.example.org';
const { signInIssuer, signInClient, signInHost, signInSite, signInPool, signInPoolUrl } = environmentNames;
const SIGN_IN = [signInIssuer, signInClient, signInHost, signInSite, signInPool, signInPoolUrl];
const now = Temporal.Instant.from('2019-09-12T07:00:00Z');

let emulators: Emulators;
let secrets: Awaited<ReturnType<typeof startSecretsStandIn>>;
let standIn: Awaited<ReturnType<typeof startOidcStandIn>>;
beforeAll(async () => {
  emulators = await startEmulators();
  secrets = await startSecretsStandIn({ 'newsroom/tokens': { pepper: 'p'.repeat(32), keys: { a: 'k'.repeat(32) }, current: 'a' } });
  standIn = await startOidcStandIn({ now: () => now, client: 'desk', site: SITE });
});
afterAll(async () => {
  await Promise.all([emulators.stop(), secrets.stop(), standIn.stop()]);
});

beforeEach(() => {
  vi.resetModules();
  const { issuer, client, host, site, pool } = standIn.config;
  const environment = {
    ...emulators.environment,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url,
    AWS_LAMBDA_FUNCTION_NAME: 'desk',
    [environmentNames.stage]: 'aws',
    [environmentNames.configurationSet]: 'set',
    [environmentNames.mailDomain]: 'example.org',
    [environmentNames.secretX]: 'newsroom/x',
    [environmentNames.secretTokens]: 'newsroom/tokens',
    [environmentNames.checkLinksFunction]: 'check-links',
    [environmentNames.fetchOutsideFunction]: 'fetch-outside',
    [environmentNames.signInIssuer]: issuer,
    [environmentNames.signInClient]: client,
    [environmentNames.signInHost]: host,
    [environmentNames.signInSite]: site,
    [environmentNames.signInPool]: pool.id,
    [environmentNames.signInPoolUrl]: pool.url,
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
});
afterEach(() => vi.unstubAllEnvs());

const handler = async (): Promise<HttpHandler> => (await import('#handlers/desk')).handler;

test('the desk is shown only to people who have signed in', async () => {
  const lambda = await handler();
  const ask = (path: string, headers: Record<string, string> = {}) => invokeHttp(lambda, new Request(`${SITE}${path}`, { headers }), now);
  expect((await ask('/desk/')).status).toBe(401);
  const out = await ask('/desk/sign-in');
  const back = new URL((await fetch(out.headers.get('location') ?? '', { redirect: 'manual' })).headers.get('location') ?? '');
  const attempt = out.headers.getSetCookie().map((line) => line.split(';')[0]);
  const signedIn = await ask(back.pathname + back.search, { cookie: attempt.join('; ') });
  expect(signedIn.status).toBe(303);
  const session =
    signedIn.headers
      .getSetCookie()
      .find((line) => line.startsWith('__Host-session='))
      ?.split(';')[0] ?? '';
  expect((await ask('/desk/', { cookie: session })).status).toBe(200);
});

describe('the desk does not start', () => {
  test('the desk does not start without any setting for signing in', async () => {
    for (const name of SIGN_IN) vi.stubEnv(name, '');
    await expect(handler()).rejects.toThrow(`The environment lacks ${SIGN_IN.join(', ')}.`);
  });

  test.each(SIGN_IN)('the desk does not start without %s', (name) => {
    vi.stubEnv(name, '');
    expect(() => readConfig(process.env)).toThrow(`The environment lacks ${name}.`);
  });

  test('the desk does not start in a Lambda whose stage is "local"', () => {
    vi.stubEnv(environmentNames.stage, 'local');
    expect(() => readConfig(process.env)).toThrow('the desk needs its sign-in');
    vi.stubEnv(signInIssuer, '');
    expect(() => readConfig(process.env)).toThrow('the desk needs its sign-in');
  });
});

test('the desk has no sign-in on one machine or one that is optional, and requires it everywhere else', () => {
  const { AWS_LAMBDA_FUNCTION_NAME: _, ...machine } = process.env;
  expect(readConfig({ ...machine, [environmentNames.stage]: 'local', [signInIssuer]: '' }).signIn).toBe('none');
  expect(readConfig({ ...machine, [environmentNames.stage]: 'local' }).signIn).toEqual({ ...standIn.config, optional: true });
  for (const stage of ['aws', 'Local', 'LOCAL', 'local ', 'test'])
    expect(readConfig({ ...machine, [environmentNames.stage]: stage }).signIn).toEqual(standIn.config);
});

test('one setting makes the AWS SDK send each mail, and no other value of it is taken', () => {
  expect(readConfig({ ...process.env }).callsBy).toBeUndefined();
  expect(readConfig({ ...process.env, [environmentNames.callsBy]: 'sdk' }).callsBy).toBe('sdk');
  expect(() => readConfig({ ...process.env, [environmentNames.callsBy]: 'own' })).toThrow('CALLS_BY is "own". Write "sdk", or remove it.');
});

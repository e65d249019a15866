import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { secretReader } from '#adapters/identity/secrets';
import { type Loopback, listenOnLoopback } from '#local/stand-ins/loopback';
import { startSecretsStandIn } from '#local/stand-ins/secrets';
import { localAws } from '#tests/adapters/aws-environment';

const secrets: Record<string, unknown> = {};
let server: Loopback;
beforeEach(async () => {
  secrets.x = { key: 'one' };
  server = await startSecretsStandIn(secrets);
  localAws('SECRETS_MANAGER', server.url);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await server.stop();
});

test('a secret is read once while it is fresh, and again when it has aged', async () => {
  let time = 0;
  const read = secretReader({ elapsedMs: () => time, keepForMs: 1_000 });
  const key = () => read('x', (value) => (value as { key: string }).key);
  expect(await key()).toBe('one');
  secrets.x = { key: 'two' };
  time = 999;
  expect(await key()).toBe('one');
  time = 1_000;
  expect(await key()).toBe('two');
});

test('a failure to read a secret is thrown, and not kept', async () => {
  const read = secretReader({ elapsedMs: () => 0 });
  await expect(read('tokens', (value) => value)).rejects.toThrow(/can't find/);
  secrets.tokens = { a: 1 };
  expect(await read('tokens', (value) => value)).toEqual({ a: 1 });
});

test('a secret that nobody has filled in says so, and what to do, without what is in it', async () => {
  await server.stop();
  // What the stack makes: some random letters.
  server = await listenOnLoopback((_, response) => response.end(JSON.stringify({ Name: 'tokens', SecretString: 'q7Rz!letters' })));
  localAws('SECRETS_MANAGER', server.url);
  const read = secretReader({ elapsedMs: () => 0 });
  await expect(read('tokens', (value) => value)).rejects.toThrow(
    /^The secret "tokens" has not been filled in yet, or not with JSON\. "npm run deploy" fills it in\.$/,
  );
});

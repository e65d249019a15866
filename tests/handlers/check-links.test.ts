// The deployed handler, with the environment that the stack gives it: none.
import { beforeAll, expect, test, vi } from 'vitest';
import { environmentNames } from '#config';

let handler: (event: unknown) => Promise<[string, string][]>;
beforeAll(async () => {
  for (const name of Object.values(environmentNames)) vi.stubEnv(name, undefined);
  ({ handler } = await import('#handlers/check-links'));
});

test('the function that checks links starts without any configuration, and asks nothing inside a network', async () => {
  const inside = [
    'http://127.0.0.1:9001/2018-06-01/runtime/invocation/next',
    'http://169.254.169.254/latest/meta-data/',
    'http://localhost/',
  ];
  expect(await handler(inside)).toEqual(inside.map((url) => [url, 'unknown']));
});

test('the function holds to twenty addresses, and to 2,000 characters for each, whoever calls it', async () => {
  const many = Array.from({ length: 50 }, (_, i) => `http://10.0.0.${i}/`);
  const answers = await handler([`http://10.0.0.1/${'x'.repeat(2_000)}`, ...many]);
  expect(answers.map(([url]) => url)).toEqual(many.slice(0, 20));
});

test.each([[undefined], [null], ['http://10.0.0.1/'], [{ urls: [] }], [[1]], [['http://10.0.0.1/', null]]])(
  'the function refuses %j, which is no list of addresses, so that its alarm rings',
  async (event) => {
    await expect(handler(event)).rejects.toThrow('Expected a list of addresses.');
  },
);

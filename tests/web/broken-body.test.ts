// The routes come from the apps themselves, so that a new form cannot be forgotten.
import { describe, expect, test } from 'vitest';
import { sampleNewsroom } from '#tests/web/sample-newsroom';
import { OURS } from '#tests/web/signed-in-desk';

const newsroom = await sampleNewsroom({ at: '2019-09-12T09:00' });
const until = newsroom.time.now.add({ hours: 24 });

/** A link of preferences that is right, so that its forms are reached. */
const preferences = newsroom.world.tokens.sign('fresh', newsroom.anyone, until);
const values: Record<string, string> = { id: 'alert-what-we-learned' };
const pathOf = (pattern: string): string =>
  pattern
    .replace('/p/:token', `/p/${preferences}`)
    .replaceAll(/:(\w+)(?:\{([^}]*)\})?\??/g, (_, name: string, choices?: string) =>
      choices && /^[\w|-]+$/.test(choices) ? (choices.split('|')[0] ?? '') : (values[name] ?? '1'),
    );
const routesOf = (app: 'public' | 'desk') => [
  ...new Set(newsroom.apps[app].routes.filter(({ method }) => method === 'POST').map(({ path }) => pathOf(path))),
];
const routes = [...routesOf('public'), ...routesOf('desk')];

const MULTIPART = 'multipart/form-data; boundary=b';
const BROKEN: [string, string | undefined, string | Uint8Array<ArrayBuffer>][] = [
  ['a multipart form with another boundary', MULTIPART, '--other\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--other--\r\n'],
  ['a multipart form without a boundary', 'multipart/form-data', '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--b--\r\n'],
  ['a multipart form that breaks off', MULTIPART, '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1'],
  ['multipart garbage', MULTIPART, '%'.repeat(2_000_000)],
  ['bytes that are not UTF-8', 'application/x-www-form-urlencoded', Uint8Array.of(97, 61, 0xff, 0xfe, 0xc0)],
  ['JSON', 'application/json', '{"a":1}'],
  ['half of JSON', 'application/json', '{"a":'],
  ['a type that there is not', 'nonsense', 'a=1'],
  ['no type', undefined, Uint8Array.of(97, 61, 49)],
];

const sent = (path: string, type: string | undefined, body: string | Uint8Array<ArrayBuffer>) =>
  newsroom.ask(path, { method: 'POST', headers: { ...OURS, ...(type === undefined ? {} : { 'Content-Type': type }) }, body });

test('the routes that are tried are those of readers and of the desk', () => {
  expect(routes).toEqual(expect.arrayContaining(['/subscribe', '/u/1', '/desk/pause', '/desk/people/find']));
  expect(routes.length).toBeGreaterThan(20);
});

// An unsubscribe and its undoing read no field that could be broken: the last test is theirs.
describe.each(routes.filter((path) => !/^\/(u|undo)\//.test(path)))('POST %s', (path) => {
  test.each(BROKEN)(`POST ${path} answers %s with a page that says so`, async (_, type, body) => {
    const answer = await sent(path, type, body);
    const heading = /<h1>(.*)<\/h1>/.exec(await answer.text())?.[1];
    expect([answer.status, heading]).toEqual([400, 'This form did not arrive whole']);
  });

  test(`POST ${path} does not break at two megabytes of percent signs, or at fields of another kind`, async () => {
    const file = '--b\r\nContent-Disposition: form-data; name="reason"; filename="a"\r\n\r\n1\r\n--b--\r\n';
    const odd: [string, string][] = [
      ['application/x-www-form-urlencoded', '%'.repeat(2_000_000)],
      ['application/x-www-form-urlencoded', 'part=x&part=y&claim=%00&address=%ff&until=never&after=&network=%&email=%&__proto__=1'],
      [MULTIPART, file],
    ];
    for (const [type, body] of odd) expect((await sent(path, type, body)).status).toBeLessThan(500);
  });
});

test('one click unsubscribes, however badly a mail program sends it', async () => {
  for (const [, type, body] of BROKEN) {
    const { ask, world, anyone } = await sampleNewsroom();
    const headers = type === undefined ? {} : { 'Content-Type': type };
    expect((await ask(`/u/${world.tokens.sign('unsubscribe', anyone)}`, { method: 'POST', headers, body })).status).toBe(200);
    expect(await world.suppressions.log(anyone)).toHaveLength(1);
  }
});

// Whatever is sent to a route of the site or the desk, no answer is an error of ours.
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { SITE, sampleNewsroom } from '#tests/web/sample-newsroom';

const newsroom = await sampleNewsroom();
const until = newsroom.time.now.add({ hours: 24 });
const { tokens } = newsroom.world;
const LINKS = {
  '/u/': [tokens.sign('unsubscribe', newsroom.anyone)],
  '/p/': [tokens.sign('preferences', newsroom.anyone, until), tokens.sign('fresh', newsroom.anyone, until)],
  '/c/': [tokens.sign('confirm', newsroom.anyone, until), tokens.sign('confirm', newsroom.anyone, until, 'a1')],
  '/undo/': [tokens.sign('undo', newsroom.anyone, until)],
};

const odd = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.constantFrom(
    '',
    '__proto__',
    'constructor',
    '\0',
    '\ud800',
    '\r\nBcc: a@b.org',
    '٣',
    '1e9',
    '-1',
    '99999999999999999999',
    'a'.repeat(70_000),
  ),
);
const NAMES = [
  'email',
  'name',
  'frequency',
  'topic',
  'topics',
  'wording',
  'question',
  'answer',
  'subject',
  'day',
  'month',
  'year',
  'again',
];
const MORE = [
  'address',
  'sure',
  'file',
  'statement',
  'after',
  'until',
  'reason',
  'List-Unsubscribe',
  'version',
  '__proto__',
  'page',
  'told',
];
const fields = fc.array(fc.tuple(fc.oneof(fc.constantFrom(...NAMES, ...MORE), odd), odd), { maxLength: 8 });
const form = fields.map((pairs) =>
  new URLSearchParams(pairs.map(([name, value]) => [name.toWellFormed(), value.toWellFormed()])).toString(),
);
const multipart = fields.map((pairs) =>
  pairs.map(([name, value]) => `--x\r\nContent-Disposition: form-data; name="${name}"; filename="${value}"\r\n\r\n${value}\r\n`).join(''),
);
const body = fc.oneof(
  odd.map((text) => Buffer.from(text)),
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  form.map((text) => Buffer.from(text)),
  multipart.map((text) => Buffer.from(`${text}--x--\r\n`)),
  fc.json().map((text) => Buffer.from(text)),
);
const type = fc.constantFrom(
  undefined,
  'application/x-www-form-urlencoded',
  'application/x-www-form-urlencoded; charset=utf-16',
  'multipart/form-data; boundary=x',
  'multipart/form-data',
  'multipart/form-data; boundary=',
  'application/json',
  'text/plain',
  'x/y; =;;',
);

/** The paths of an app, with working links and with what nobody has, in every place. */
const pathOf = (way: string) =>
  fc.tuple(odd, odd, fc.nat({ max: 3 })).map(([one, other, which]) => {
    const encoded = (text: string) => encodeURIComponent(text.toWellFormed().slice(0, 300));
    const link = Object.entries(LINKS).find(([start]) => way.startsWith(`${start}:token`))?.[1] ?? [];
    const first = link[which] ?? (which === 3 ? newsroom.anyone : encoded(one));
    let place = 0;
    return way.replace(/:\w+(\{[^}]*\})?/g, () => (place++ === 0 ? first : encoded(other))).replace(/\*/g, encoded(other)) || '/';
  });

describe.each(Object.entries(newsroom.apps))('the %s app', (name, app) => {
  const ways = [...new Set(app.routes.map(({ path }) => path).filter((path) => path !== '/*'))];

  test.each(ways)(`the ${name} app answers anything that is sent to %s without an error of its own`, { timeout: 60_000 }, async (way) => {
    const failed = vi.spyOn(console, 'error').mockReturnValue();
    await fc.assert(
      fc.asyncProperty(
        pathOf(way),
        fc.constantFrom('GET', 'POST', 'PUT', 'HEAD', 'OPTIONS'),
        type,
        body,
        odd,
        async (path, method, kind, bytes, query) => {
          const headers = { 'Sec-Fetch-Site': 'same-origin', ...(kind === undefined ? {} : { 'Content-Type': kind }) };
          const init = method === 'GET' || method === 'HEAD' ? { method, headers } : { method, headers, body: new Uint8Array(bytes) };
          const asked = `${SITE}${path}?q=${encodeURIComponent(query.toWellFormed().slice(0, 300))}&page=${encodeURIComponent(query.toWellFormed().slice(0, 20))}`;
          const answer = await app.request(asked, init, { event: { requestContext: { timeEpoch: newsroom.time.now.epochMilliseconds } } });
          expect([path, method, kind, answer.status >= 500]).toEqual([path, method, kind, false]);
        },
      ),
      { numRuns: 25 },
    );
    failed.mockRestore();
  });
});

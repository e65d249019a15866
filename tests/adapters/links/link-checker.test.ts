// Real servers on loopback stand for the sites. Names get made-up public addresses; only the last step of a connection leads here.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { linkChecker } from '#adapters/links/link-checker';

const PUBLIC = '93.184.216.34';
type Page = (request: IncomingMessage, response: ServerResponse) => void;

const seen: { method: string; host: string; path: string; headers: IncomingMessage['headers'] }[] = [];
let bytesRead = 0;
const pages: Record<string, Page> = {};
const server = createServer((request, response) => {
  const path = request.url ?? '';
  seen.push({ method: request.method ?? '', host: request.headers.host ?? '', path, headers: request.headers });
  const page = pages[path];
  if (page) page(request, response);
  else response.writeHead(404).end('Not here');
});
const sockets = new Set<Socket>();
beforeAll(async () => {
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  for (const socket of sockets) socket.destroy();
  server.close();
});

const status =
  (code: number, headers: Record<string, string> = {}): Page =>
  (_, response) =>
    void response.writeHead(code, headers).end('x');

/** `names`: the addresses that each look-up of a name gives, in turn. A name without an entry is an ordinary site. */
function checker(names: Record<string, string[][]> = {}, options: { deadlineMs?: number; elapsedMs?: () => number } = {}) {
  const asked: string[] = [];
  const connected: string[] = [];
  const { check } = linkChecker({
    elapsedMs: () => 0,
    deadlineMs: 1_000,
    ...options,
    addressesOf: async (name) => {
      asked.push(name);
      const turns = names[name];
      if (turns === undefined) return [PUBLIC];
      const found = turns.length > 1 ? turns.shift() : turns[0];
      return found ?? [];
    },
    through: (address, port) => {
      connected.push(`${address}:${port}`);
      return { address: '127.0.0.1', port: (server.address() as AddressInfo).port };
    },
  });
  return { asked, connected, state: async (url: string) => (await check([url])).get(url), check };
}

describe('a page of another site', () => {
  test.each([
    [200, 'there'],
    [204, 'there'],
    [404, 'dead'],
    [410, 'dead'],
    [401, 'unknown'],
    [403, 'unknown'],
    [405, 'unknown'],
    [429, 'unknown'],
    [500, 'unknown'],
    [503, 'unknown'],
    [999, 'unknown'],
  ] as const)('an answer of %i says: %s', async (code, state) => {
    pages['/page'] = status(code);
    expect(await checker().state('http://site.example.com/page')).toBe(state);
  });

  test('a site that answers HEAD wrongly is asked by GET', async () => {
    pages['/get-only'] = (request, response) => void response.writeHead(request.method === 'GET' ? 200 : 404).end();
    expect(await checker().state('http://site.example.com/get-only')).toBe('there');
  });

  test('a name that does not exist is dead if another site answered, and one that nobody can tell is not', async () => {
    pages['/'] = status(200);
    const { check } = checker({ 'gone.example.com': [[]] });
    expect([...(await check(['http://gone.example.com/', 'http://site.example.com/']))]).toEqual([
      ['http://gone.example.com/', 'dead'],
      ['http://site.example.com/', 'there'],
    ]);
    const silent = linkChecker({ elapsedMs: () => 0, addressesOf: async () => Promise.reject(new Error('ETIMEOUT')) });
    expect((await silent.check(['http://any.example.com/'])).get('http://any.example.com/')).toBe('unknown');
  });

  test('inside a network in which no name of the outside exists, no link is called dead', async () => {
    const { check } = linkChecker({ elapsedMs: () => 0, addressesOf: async () => [] });
    expect([...(await check(['http://one.example.com/', 'https://two.example.com/'])).values()]).toEqual(['unknown', 'unknown']);
  });

  test('a redirect is followed, also to a relative address', async () => {
    pages['/old'] = status(301, { Location: '/new?a=b' });
    pages['/new?a=b'] = status(200);
    pages['/away'] = status(302, { Location: 'http://other.example.com/gone' });
    expect(await checker().state('http://site.example.com/old')).toBe('there');
    expect(await checker().state('http://site.example.com/away')).toBe('dead');
  });

  test('nothing that says who asks is sent: no cookie, no referrer, no sign-in', async () => {
    pages['/plain'] = status(200, { 'Set-Cookie': 'a=b' });
    pages['/first'] = status(302, { Location: '/plain', 'Set-Cookie': 'c=d' });
    seen.length = 0;
    await checker().state('http://site.example.com/first');
    expect(seen.map(({ path }) => path)).toEqual(['/first', '/plain']);
    for (const { headers } of seen) expect(Object.keys(headers).sort()).toEqual(['accept', 'connection', 'host', 'user-agent']);
  });

  test('an answer is remembered: a page that is there for a day, another for ten minutes', async () => {
    let now = 0;
    const { state } = checker({}, { elapsedMs: () => now });
    pages['/kept'] = status(200);
    expect(await state('http://site.example.com/kept')).toBe('there');
    pages['/kept'] = status(404);
    now = 23 * 3_600_000;
    expect(await state('http://site.example.com/kept')).toBe('there');
    now = 25 * 3_600_000;
    expect(await state('http://site.example.com/kept')).toBe('dead');
    pages['/kept'] = status(200);
    now += 5 * 60_000;
    expect(await state('http://site.example.com/kept')).toBe('dead');
    now += 6 * 60_000;
    expect(await state('http://site.example.com/kept')).toBe('there');
  });

  test('at most twenty links are asked at once', async () => {
    const { check, asked } = checker();
    await check(Array.from({ length: 50 }, (_, i) => `http://site${i}.example.com/`));
    expect(asked).toHaveLength(20);
  });

  test('an address of more than 2,000 characters is not asked, and takes no place of the twenty', async () => {
    pages['/'] = status(200);
    const { check, asked } = checker();
    const long = Array.from({ length: 20 }, (_, i) => `http://long${i}.example.com/${'x'.repeat(2_000)}`);
    expect([...(await check([...long, 'http://site.example.com/']))]).toEqual([['http://site.example.com/', 'there']]);
    expect(asked).toEqual(['site.example.com']);
  });
});

describe('a place inside a network', () => {
  test.each([
    'http://127.0.0.1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://10.0.0.1/',
    'http://100.64.0.1/',
    'http://2130706433/',
    'http://0x7f000001/',
    'http://0x7f.1/',
    'http://0177.0.0.1/',
    'http://127.1/',
    'http://0/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[fd00:ec2::254]/latest/meta-data/',
    'http://[fe80::1]/',
    'http://①②⑦.⓪.⓪.①/',
    'http://localhost/',
    'http://LOCALHOST./',
    'http://anything.localhost/',
    'http://router/',
    'http://ward.internal/',
    'http://printer.local./',
    'http://site.example.com:8080/',
    'https://site.example.com:80/',
    'http://user:secret@site.example.com/',
    'ftp://site.example.com/',
    'file:///etc/passwd',
    'gopher://site.example.com/',
    'http://',
    'nonsense',
  ])('%s is never asked', async (url) => {
    seen.length = 0;
    const { state, connected } = checker();
    expect(await state(url)).toBe('unknown');
    expect(connected).toEqual([]);
    expect(seen).toEqual([]);
  });

  test.each(['127.0.0.1', '169.254.169.254', '10.1.2.3', '::1', '::ffff:10.0.0.1', 'fd00::1'])(
    'a name with the address %s is never asked, nor one that has it beside a public one',
    async (inside) => {
      for (const addresses of [[inside], [PUBLIC, inside], [inside, PUBLIC]]) {
        const { state, connected } = checker({ 'trap.example.com': [addresses] });
        expect(await state('http://trap.example.com/')).toBe('unknown');
        expect(connected).toEqual([]);
      }
    },
  );

  test('a name that changes its address between check and connection gains nothing: it is looked up once', async () => {
    pages['/rebound'] = status(200);
    const { state, asked, connected } = checker({ 'rebind.example.com': [[PUBLIC], ['127.0.0.1']] });
    expect(await state('http://rebind.example.com/rebound')).toBe('there');
    expect(asked).toEqual(['rebind.example.com']);
    expect(connected).toEqual([`${PUBLIC}:80`]);
  });

  test('a name that changes its address before a redirect is checked anew', async () => {
    pages['/turn'] = status(302, { Location: '/inside' });
    seen.length = 0;
    const { state } = checker({ 'rebind.example.com': [[PUBLIC], ['127.0.0.1']] });
    expect(await state('http://rebind.example.com/turn')).toBe('unknown');
    expect(seen.map(({ path }) => path)).toEqual(['/turn']);
  });

  test.each([
    'http://169.254.169.254/latest/meta-data/',
    'http://[::ffff:169.254.169.254]/',
    'http://2852039166/',
    'http://localhost/',
    '//127.0.0.1/',
    'http://user:secret@other.example.com/',
    'http://other.example.com:22/',
    'file:///etc/passwd',
    'http://[',
  ])('a redirect to %s is not followed', async (location) => {
    pages['/redirect'] = status(302, { Location: location });
    seen.length = 0;
    const { state } = checker();
    expect(await state('http://site.example.com/redirect')).toBe('unknown');
    expect(seen.map(({ path }) => path)).toEqual(['/redirect']);
  });
});

describe('a site that means harm', () => {
  test('redirects without end are left after five', async () => {
    for (let i = 0; i < 20; i += 1) pages[`/loop${i}`] = status(302, { Location: `/loop${i + 1}` });
    seen.length = 0;
    expect(await checker().state('http://site.example.com/loop0')).toBe('unknown');
    expect(seen).toHaveLength(6);
  });

  test('a site that never answers is left at the deadline', async () => {
    pages['/silent'] = () => undefined;
    const started = performance.now();
    expect(await checker({}, { deadlineMs: 300 }).state('http://site.example.com/silent')).toBe('unknown');
    expect(performance.now() - started).toBeLessThan(3_000);
  });

  test('slow redirects share one deadline', async () => {
    for (let i = 0; i < 6; i += 1)
      pages[`/slow${i}`] = (_, response) => void setTimeout(() => response.writeHead(302, { Location: `/slow${i + 1}` }).end(), 200);
    const started = performance.now();
    expect(await checker({}, { deadlineMs: 400 }).state('http://site.example.com/slow0')).toBe('unknown');
    expect(performance.now() - started).toBeLessThan(3_000);
  });

  /** Answers HEAD with 405, so that GET is asked, and then sends without end. */
  const endless = (chunk: Buffer, headers: Record<string, string> = {}): Page => {
    return (request, response) => {
      if (request.method === 'HEAD') return void response.writeHead(405).end();
      response.writeHead(200, headers);
      const more = () => {
        while (!response.destroyed && response.write(chunk)) bytesRead += chunk.length;
      };
      response.on('drain', more);
      more();
      return undefined;
    };
  };

  test.each([
    ['a body without end', Buffer.alloc(65_536, 'x'), {}],
    ['a gzip bomb', gzipSync(Buffer.alloc(10_000_000)), { 'Content-Encoding': 'gzip' }],
  ] as const)('%s is not read', async (_, chunk, headers) => {
    bytesRead = 0;
    pages['/endless'] = endless(chunk, headers);
    expect(await checker().state('http://site.example.com/endless')).toBe('there');
    await new Promise((resolve) => setTimeout(resolve, 200));
    // What the server could put into the buffers of the connection before it was closed.
    expect(bytesRead).toBeLessThan(10_000_000);
  });

  test('a body of 10 MB is not read, and one that drips is not waited for', async () => {
    pages['/large'] = (request, response) => void response.writeHead(request.method === 'HEAD' ? 500 : 200).end(Buffer.alloc(10_000_000));
    pages['/drip'] = (request, response) => {
      if (request.method === 'HEAD') return void response.writeHead(500).end();
      response.writeHead(200);
      const timer = setInterval(() => response.write('.'), 50);
      response.on('close', () => clearInterval(timer));
      return undefined;
    };
    const started = performance.now();
    expect(await checker().state('http://site.example.com/large')).toBe('there');
    expect(await checker().state('http://site.example.com/drip')).toBe('there');
    expect(performance.now() - started).toBeLessThan(3_000);
  });

  test('headers without measure, and no HTTP at all, cannot be told', async () => {
    pages['/headers'] = status(200, { 'X-Long': 'x'.repeat(60_000) });
    pages['/noise'] = (request) => void request.socket.end('SSH-2.0-OpenSSH\r\n');
    pages['/cut'] = (request) => void request.socket.destroy();
    for (const path of ['/headers', '/noise', '/cut']) expect(await checker().state(`http://site.example.com${path}`)).toBe('unknown');
  });
});

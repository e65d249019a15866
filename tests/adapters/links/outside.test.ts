// Real servers on loopback stand for the sites. Names get made-up public addresses; only the last step of a connection leads here.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerFetch } from '#adapters/links/answer-fetch';
import { openOutside } from '#adapters/links/outside';

const PUBLIC = '93.184.216.34';
type Page = (request: IncomingMessage, response: ServerResponse) => void;
const asked: { path: string; headers: IncomingMessage['headers'] }[] = [];
const pages: Record<string, Page> = {};
let bytesWritten = 0;
const server = createServer((request, response) => {
  asked.push({ path: request.url ?? '', headers: request.headers });
  (pages[request.url ?? ''] ?? ((_, answer) => void answer.writeHead(404).end()))(request, response);
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

/** `names`: the addresses that each look-up of a name gives, in turn. A name without an entry is an ordinary site. */
function outside(names: Record<string, string[][]> = {}) {
  const connected: string[] = [];
  const { fetch } = openOutside({
    deadlineMs: 1_000,
    addressesOf: async (name) => {
      const turns = names[name];
      return turns === undefined ? [PUBLIC] : ((turns.length > 1 ? turns.shift() : turns[0]) ?? []);
    },
    through: (address, port) => {
      connected.push(`${address}:${port}`);
      return { address: '127.0.0.1', port: (server.address() as AddressInfo).port };
    },
  });
  return { fetch, connected };
}

const answer =
  (status: number, headers: Record<string, string> = {}, body: string | Buffer = 'x'): Page =>
  (_, response) =>
    void response.writeHead(status, headers).end(body);

test('a file comes with what the site says of it, packed or not, after a redirect too, and nothing says who asks', async () => {
  pages['/feed'] = answer(200, { 'Content-Type': 'application/rss+xml', 'Set-Cookie': 'a=b' }, '<rss>');
  pages['/packed'] = answer(200, { 'Content-Encoding': 'gzip' }, gzipSync('<rss>'));
  pages['/old'] = answer(301, { Location: '/feed' });
  asked.length = 0;
  const { fetch } = outside();
  const bytes = new TextEncoder().encode('<rss>');
  const there = { bytes, type: 'application/rss+xml', at: 'http://site.example.com/feed' };
  expect(await fetch('http://site.example.com/feed')).toEqual(there);
  expect(await fetch('http://site.example.com/old')).toEqual(there);
  expect(await fetch('http://site.example.com/packed')).toMatchObject({ bytes });
  for (const { headers } of asked)
    expect(Object.keys(headers).sort()).toEqual(['accept', 'accept-encoding', 'connection', 'host', 'user-agent']);
});

test.each([
  'http://127.0.0.1/',
  'http://169.254.169.254/latest/meta-data/',
  'http://10.0.0.1/feed',
  'http://2130706433/',
  'http://[::1]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[fd00:ec2::254]/',
  'http://localhost/',
  'http://router/',
  'http://ward.internal/',
  'http://site.example.com:8080/',
  'http://user:secret@site.example.com/',
  'file:///etc/passwd',
  'ftp://site.example.com/',
  'http://',
  'javascript:alert(1)',
  `http://site.example.com/${'x'.repeat(2_000)}`,
])('%s is never asked, and one sentence says so', async (address) => {
  asked.length = 0;
  const { fetch, connected } = outside();
  expect(await fetch(address)).toEqual({ fault: expect.stringMatching(/is not asked: only public|is none of a website/) });
  expect([connected, asked]).toEqual([[], []]);
});

test('a name with an inside address, a redirect inside, and a name that changes its address before a redirect lead nowhere', async () => {
  for (const addresses of [['127.0.0.1'], [PUBLIC, '169.254.169.254']]) {
    const { fetch, connected } = outside({ 'trap.example.com': [addresses] });
    expect(await fetch('http://trap.example.com/feed')).toEqual({ fault: expect.stringContaining('trap.example.com is not asked') });
    expect(connected).toEqual([]);
  }
  pages['/inside'] = answer(302, { Location: 'http://169.254.169.254/latest/meta-data/' });
  expect(await outside().fetch('http://site.example.com/inside')).toEqual({
    fault: expect.stringContaining('169.254.169.254 is not asked'),
  });
  pages['/turn'] = answer(302, { Location: '/feed' });
  const rebound = outside({ 'rebind.example.com': [[PUBLIC], ['127.0.0.1']] });
  expect(await rebound.fetch('http://rebind.example.com/turn')).toEqual({
    fault: expect.stringContaining('rebind.example.com is not asked'),
  });
  expect(rebound.connected).toEqual([`${PUBLIC}:80`]);
  const once = outside({ 'rebind.example.com': [[PUBLIC], ['127.0.0.1']] });
  expect(await once.fetch('http://rebind.example.com/feed')).toHaveProperty('bytes');
});

/** Sends the same piece without end. */
const endless =
  (piece: Buffer, headers: Record<string, string> = {}): Page =>
  (_, response) => {
    response.writeHead(200, headers);
    const more = () => {
      while (!response.destroyed && response.write(piece)) bytesWritten += piece.length;
    };
    response.on('drain', more);
    more();
  };

test.each<[string, Page, RegExp]>([
  ['a file of 50 MB', answer(200, {}, Buffer.alloc(50_000_000)), /more than 4 MB/],
  ['one that does not say how large it is, and never ends', endless(Buffer.alloc(65_536, 'x')), /more than 4 MB/],
  ['a gzip bomb', answer(200, { 'Content-Encoding': 'gzip' }, gzipSync(Buffer.alloc(200_000_000))), /more than 4 MB/],
  ['what is packed in another way', answer(200, { 'Content-Encoding': 'br' }), /packed in a way/],
  ['what says that it is packed, and is not', answer(200, { 'Content-Encoding': 'gzip' }, 'plain'), /could not be reached/],
  ['a site that never answers', () => undefined, /within 1 seconds/],
  [
    'a site that drips',
    (_, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write('.'), 50);
      response.on('close', () => clearInterval(timer));
    },
    /within 1 seconds/,
  ],
  ['a site that cuts off', (request) => void request.socket.destroy(), /could not be reached/],
  ['a site that speaks something else', (request) => void request.socket.end('SSH-2.0-OpenSSH\r\n'), /could not be reached/],
  ['redirects without end', answer(302, { Location: '/hostile' }), /without end/],
  ['a redirect to nowhere', answer(302, { Location: 'http://[' }), /an address that is none/],
  ['a page that is not there', answer(404), /nothing at this address \(error 404\)/],
  ['a page for members', answer(403), /does not give it to programs/],
  ['an error', answer(503), /answers with an error \(503\)/],
])('%s gives nothing but a sentence', async (_, page, sentence) => {
  pages['/hostile'] = page;
  bytesWritten = 0;
  const started = performance.now();
  expect(await outside().fetch('http://site.example.com/hostile')).toEqual({ fault: expect.stringMatching(sentence) });
  expect(performance.now() - started).toBeLessThan(10_000);
  expect(bytesWritten).toBeLessThan(20_000_000);
});

test('a name that no site has gives a sentence, and so does one that nobody can tell', async () => {
  expect(await outside({ 'gone.example.com': [[]] }).fetch('http://gone.example.com/')).toEqual({
    fault: expect.stringContaining('There is no website gone.example.com'),
  });
  const silent = openOutside({ addressesOf: async () => Promise.reject(new Error('ETIMEOUT')) });
  expect(await silent.fetch('http://site.example.com/')).toEqual({ fault: expect.stringContaining('could not be reached') });
});

test('the function answers with the bytes in base64, and refuses what is no address, so that its alarm rings', async () => {
  pages['/feed'] = answer(200, { 'Content-Type': 'text/xml' }, Buffer.of(0, 255));
  const handler = answerFetch(outside());
  expect(await handler('http://site.example.com/feed')).toEqual({ bytes: 'AP8=', type: 'text/xml', at: 'http://site.example.com/feed' });
  for (const event of [undefined, null, 1, ['http://site.example.com/'], { url: 'x' }])
    await expect(handler(event)).rejects.toThrow('Expected an address.');
});

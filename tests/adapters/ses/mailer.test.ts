import { createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { sesMailer } from '#adapters/ses/mailer';
import type { Outcome } from '#core/delivery/outcome';
import { localAws } from '#tests/adapters/aws-environment';
import { http, mail, wire } from '#tests/adapters/wire';

const good =
  '<SendRawEmailResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><SendRawEmailResult><MessageId>m-1</MessageId></SendRawEmailResult></SendRawEmailResponse>';
const errorOf = (code: string, message: string) =>
  `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;

const close: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const stop of close.splice(0)) await stop();
});

async function sendTo(
  act: (socket: Socket) => void,
  deadline?: number,
  callsBy?: 'sdk',
): Promise<{ outcome: Outcome; requests: string[] }> {
  const server = await wire(act);
  close.push(server.stop);
  localAws('SES', `http://127.0.0.1:${server.port}`);
  const mailer = sesMailer({ configurationSet: 'newsroom', callsBy, ...(deadline ? { timeoutMs: deadline } : {}) });
  const outcome = await mailer.send(mail);
  mailer.dropIdleSockets();
  return { outcome, requests: server.requests };
}

test('a mailer that AWS refuses says that the sender is at another domain, also when its name fills a line of its own', async () => {
  const server = await wire((socket) =>
    socket.write(http(403, 'text/xml', errorOf('AccessDenied', 'not authorized to perform ses:SendRawEmail'))),
  );
  close.push(server.stop);
  localAws('SES', `http://127.0.0.1:${server.port}`);
  const mailer = sesMailer({ configurationSet: 'newsroom', domain: 'news.example.org' });
  const message = Buffer.from(
    'To: a@news.example.org\r\nFrom: "A very long name, b@news.example.org"\r\n <b@example.org>\r\nSubject: s\r\n\r\nFrom: c@d.org',
  );
  expect(await mailer.send({ ...mail, message })).toEqual({
    kind: 'stopped',
    why: 'The sender’s address is not at news.example.org, from which this newsroom sends: b@example.org. Write one that ends with @news.example.org.',
  });
  mailer.dropIdleSockets();
});

describe('one send puts exactly one request on the wire, whatever the server does', () => {
  const cases: [string, (socket: Socket) => void, Outcome['kind'], number?][] = [
    ['answers', (socket) => socket.write(http(200, 'text/xml', good)), 'accepted'],
    ['resets the connection', (socket) => socket.resetAndDestroy(), 'unknown'],
    ['closes the connection', (socket) => socket.end(), 'unknown'],
    ['answers 500 as AWS does', (socket) => socket.write(http(500, 'text/xml', errorOf('InternalFailure', 'x'))), 'unknown'],
    ['answers 503 in HTML', (socket) => socket.write(http(503, 'text/html', '<html>busy</html>')), 'unknown'],
    ['answers a 4xx that is not AWS’s', (socket) => socket.write(http(403, 'text/html', '<html>proxy')), 'unknown'],
    ['answers 200 and cuts the body', (socket) => socket.end(http(200, 'text/xml', good.slice(0, 60), good.length)), 'unknown'],
    ['answers 200 with a torn document', (socket) => socket.write(http(200, 'text/xml', good.slice(0, 60))), 'unknown'],
    ['answers 200 with nothing', (socket) => socket.write(http(200, 'text/xml', '')), 'unknown'],
    ['is silent', () => undefined, 'unknown', 200],
    ['stops in the middle of its answer', (socket) => socket.write(http(200, 'text/xml', good.slice(0, 60), good.length)), 'unknown', 200],
    ['drips its answer', (socket) => drip(socket), 'unknown', 300],
    ['throttles', (socket) => socket.write(http(400, 'text/xml', errorOf('Throttling', 'Maximum sending rate exceeded.'))), 'try-later'],
    ['rejects', (socket) => socket.write(http(400, 'text/xml', errorOf('MessageRejected', 'x'))), 'refused'],
  ];
  test.each(cases)('one send puts exactly one request on the wire when the server %s, also by the SDK', async (_, act, kind, deadline) => {
    for (const callsBy of [undefined, 'sdk'] as const) {
      const { outcome, requests } = await sendTo(act, deadline, callsBy);
      expect(outcome.kind).toBe(kind);
      expect(requests).toHaveLength(1);
    }
  });
});

test('a server that is not there certainly accepted nothing', async () => {
  const server = await wire(() => undefined);
  await server.stop();
  localAws('SES', `http://127.0.0.1:${server.port}`);
  for (const callsBy of [undefined, 'sdk'] as const)
    expect(await sesMailer({ configurationSet: 'newsroom', callsBy }).send(mail)).toEqual({ kind: 'try-later', why: 'unreachable' });
});

test('a server that hangs up during the TLS handshake certainly accepted nothing', async () => {
  const server = createServer((socket) => socket.once('data', () => socket.destroy()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  close.push(() => new Promise((resolve) => server.close(resolve)));
  localAws('SES', `https://127.0.0.1:${(server.address() as { port: number }).port}`);
  for (const callsBy of [undefined, 'sdk'] as const)
    expect(await sesMailer({ configurationSet: 'newsroom', callsBy }).send(mail)).toEqual({ kind: 'try-later', why: 'unreachable' });
});

test('a mail uses a new connection after the idle ones were dropped', async () => {
  const sockets = new Set<Socket>();
  const server = await wire((socket) => {
    sockets.add(socket);
    socket.write(http(200, 'text/xml', good));
  });
  close.push(server.stop);
  localAws('SES', `http://127.0.0.1:${server.port}`);
  const mailer = sesMailer({ configurationSet: 'newsroom' });
  await mailer.send(mail);
  await mailer.send(mail);
  expect(sockets.size).toBe(1);
  mailer.dropIdleSockets();
  expect((await mailer.send(mail)).kind).toBe('accepted');
  expect(sockets.size).toBe(2);
  mailer.dropIdleSockets();
});

test('the request to SES has one destination, the configuration set and the tags, and no source', async () => {
  const { requests } = await sendTo((socket) => socket.write(http(200, 'text/xml', good)));
  const sent = new URLSearchParams(requests[0]!.split('\r\n\r\n')[1]);
  expect(sent.get('Action')).toBe('SendRawEmail');
  expect(sent.get('ConfigurationSetName')).toBe('newsroom');
  expect(sent.get('Source')).toBeNull();
  expect([...sent.keys()].filter((key) => key.startsWith('Destinations'))).toEqual(['Destinations.member.1']);
  expect(Buffer.from(sent.get('RawMessage.Data')!, 'base64')).toEqual(mail.message);
  const tags = [1, 2, 3, 4, 5, 6].map((n) => `${sent.get(`Tags.member.${n}.Name`)}=${sent.get(`Tags.member.${n}.Value`)}`);
  expect(tags).toEqual(['i=alert-a', 'c=0', 'g=1', 'r=ab12', 'a=1', 'n=n0']);
});

function drip(socket: Socket): void {
  socket.write(http(200, 'text/xml', '', 100_000));
  const timer = setInterval(() => socket.write(' '), 20);
  socket.on('close', () => clearInterval(timer));
}

test('a warm worker keeps its connection from one invocation to the next, and opens another after it was frozen', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const sockets = new Set<Socket>();
  const server = await wire((socket) => {
    sockets.add(socket);
    socket.write(http(200, 'text/xml', good));
  });
  close.push(server.stop, async () => vi.useRealTimers());
  localAws('SES', `http://127.0.0.1:${server.port}`);
  const mailer = sesMailer({ configurationSet: 'newsroom' });
  for (const [pauseMs, opened] of [
    [0, 1],
    [1_000, 1],
    [60_000, 2],
  ] as const) {
    vi.setSystemTime(Date.now() + pauseMs);
    mailer.wake();
    await mailer.send(mail);
    expect(sockets.size).toBe(opened);
  }
  mailer.dropIdleSockets();
});

test('a connection that has been idle for too long is closed while others are in use, because a mail on it would be lost from sight', async () => {
  const sockets = new Set<Socket>();
  const server = await wire((socket) => {
    sockets.add(socket);
    socket.write(http(200, 'text/xml', good));
  });
  close.push(server.stop);
  localAws('SES', `http://127.0.0.1:${server.port}`);
  const mailer = sesMailer({ configurationSet: 'newsroom', socketsKeptMs: 40 });
  await mailer.send(mail);
  await Promise.all([mailer.send(mail), mailer.send(mail)]);
  expect(sockets.size).toBe(2);
  const isOneClosed = () => [...sockets].some((socket) => socket.destroyed);
  while (!isOneClosed()) await mailer.send(mail);
  expect([...sockets].filter((socket) => !socket.destroyed).length).toBeGreaterThan(0);
  mailer.dropIdleSockets();
});

test('an answer that takes longer than an idle connection is kept is taken all the same', async () => {
  const server = await wire((socket) => void setTimeout(() => socket.write(http(200, 'text/xml', good)), 60));
  close.push(server.stop);
  localAws('SES', `http://127.0.0.1:${server.port}`);
  for (const callsBy of [undefined, 'sdk'] as const) {
    const mailer = sesMailer({ configurationSet: 'newsroom', socketsKeptMs: 10, callsBy });
    expect((await mailer.send(mail)).kind).toBe('accepted');
    mailer.dropIdleSockets();
  }
});

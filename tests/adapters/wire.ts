import { createServer, type Socket } from 'node:net';
import fc from 'fast-check';
import type { MailTag } from '#core/delivery/mail-tag';

const tag = {
  kind: 'delivery',
  at: { publication: 'alert-a', chunk: 0, group: 1 },
  subscriber: 'ab12',
  attempt: 1,
  nonce: 'n0',
} as MailTag;
export const mail = { to: 'a@example.org', message: Buffer.from('From: b@example.org\r\nSubject: s\r\n\r\nHello'), tag };

/** A server that listens on `port` of 127.0.0.1, and the requests that it has received. */
type Wire = { port: number; requests: string[]; stop(): Promise<unknown> };

/** Starts a bare server on 127.0.0.1 that records each whole HTTP request and then calls `act` with its connection. */
export async function wire(act: (socket: Socket, request: string) => void): Promise<Wire> {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let seen = Buffer.alloc(0);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (data) => {
      seen = Buffer.concat([seen, data]);
      const headersEnd = seen.indexOf('\r\n\r\n');
      if (headersEnd < 0) return;
      const length = Number(/content-length: *(\d+)/i.exec(seen.subarray(0, headersEnd).toString('latin1'))?.[1] ?? 0);
      if (seen.length < headersEnd + 4 + length) return;
      const request = seen.subarray(0, headersEnd + 4 + length).toString('latin1');
      seen = seen.subarray(headersEnd + 4 + length);
      requests.push(request);
      act(socket, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const stop = () => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  };
  return { port, requests, stop };
}

/** Returns a whole HTTP response. A `length` that is not the body's makes it a torn one. */
export function http(status: number, type: string, body: string, length = Buffer.byteLength(body)): string {
  return `HTTP/1.1 ${status} X\r\ncontent-type: ${type}\r\ncontent-length: ${length}\r\n\r\n${body}`;
}

/** What the SDK tells of itself. All other headers are the request's own. */
export const TELEMETRY = ['user-agent', 'x-amz-user-agent', 'amz-sdk-invocation-id', 'amz-sdk-request'];

/** The head of a request without what the SDK tells of itself and without the signature, which covers that; and its body. */
export function withoutTelemetry(request: string): { head: string[]; body: string } {
  const [head = '', body = ''] = request.split('\r\n\r\n');
  const names = [...TELEMETRY, 'authorization'];
  return { head: head.split('\r\n').filter((line) => !names.includes(line.split(':')[0]!.toLowerCase())), body };
}

/** Credentials, some of a session. */
export const credentials = fc.record(
  {
    accessKeyId: fc.stringMatching(/^[A-Z0-9]{4,20}$/),
    secretAccessKey: fc.stringMatching(/^[!-~]{4,40}$/),
    sessionToken: fc.stringMatching(/^[!-~]{4,60}$/),
  },
  { requiredKeys: ['accessKeyId', 'secretAccessKey'] },
);

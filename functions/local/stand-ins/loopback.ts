// Each server of this machine is opened here, behind one guard: a website in the browser of the person who runs it must not reach it.
import { createServer, Server as HttpServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { Server as NetServer } from 'node:net';

export type Loopback = { port: number; url: string; stop(): Promise<void> };

/**
 * What a browser may ask of a server. `nothing`: only programs call it. `links`: a browser may be led there, but no page's script or form
 * may write to it. `forms`: it may send a form with a file, whose signature the server checks. `pages`: it serves our own pages, which
 * check the origin of each write themselves.
 */
type Browsers = 'nothing' | 'links' | 'forms' | 'pages';

type Door = {
  /** A free one unless it is given. */
  port?: number;
  browsers?: Browsers;
  /** The name under which a client of ours asks for it, besides those of this machine. */
  alias?: string;
};

/** Serves on 127.0.0.1 only, behind the guard. `stop` also aborts requests that are still being answered. */
export async function listenOnLoopback(listener: RequestListener, door: Door = {}): Promise<Loopback> {
  return openOnLoopback(createServer(listener), door);
}

/** Opens a server that somebody else made, on 127.0.0.1 only and behind the guard. */
export async function openOnLoopback(server: HttpServer, door: Door = {}): Promise<Loopback> {
  guard(server, door);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(door.port ?? 0, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('A server that listens on 127.0.0.1 has no port.');
  const { port } = address;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

/**
 * For a server that opens itself, on all interfaces: while it starts, this patch guards it and makes it listen on 127.0.0.1 only. `behind`:
 * what else comes before the server's own answers, after the guard.
 */
export async function onLoopback<V>(start: () => Promise<V>, behind?: (server: HttpServer) => void, door: Door = {}): Promise<V> {
  const listen = NetServer.prototype.listen;
  NetServer.prototype.listen = new Proxy(listen, {
    apply: (target, server, [where, ...rest]) => {
      if (server instanceof HttpServer) {
        behind?.(server);
        guard(server, door);
      }
      return Reflect.apply(target, server, [typeof where === 'object' ? { ...where, host: '127.0.0.1' } : where, ...rest]);
    },
  });
  try {
    return await start();
  } finally {
    NetServer.prototype.listen = listen;
  }
}

/** Returns a port that is free at this moment. */
export async function freePort(): Promise<number> {
  const { port, stop } = await listenOnLoopback(() => undefined);
  await stop();
  return port;
}

export async function bodyOf(request: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts);
}

/** Each of these events begins an answer: none of the server's own listeners may hear of a request that is refused. */
const REQUESTS = ['request', 'checkContinue', 'checkExpectation'];

function guard(server: HttpServer, door: Door): void {
  server.emit = new Proxy(server.emit, {
    apply: (emit, self, [event, request, response, ...rest]) => {
      if (!REQUESTS.includes(event)) return Reflect.apply(emit, self, [event, request, response, ...rest]);
      withoutSharing(response);
      const reason = refusal(request, door);
      if (reason === undefined) return Reflect.apply(emit, self, [event, request, response, ...rest]);
      response.writeHead(403, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' }).end(`${reason}\n`);
      return true;
    },
  });
}

/** Returns why a request is refused; undefined when it is not. */
function refusal(request: IncomingMessage, { browsers = 'nothing', alias }: Door): string | undefined {
  const { headers, socket } = request;
  const port = socket.localPort;
  const names = ['127.0.0.1', 'localhost'].flatMap((name) => [`${name}:${port}`, ...(port === 80 ? [name] : [])]);
  // DNS rebinding: the attacker's own name leads to 127.0.0.1, and the browser takes the answer for one of the attacker's site.
  if (headers.host === undefined || ![...names, alias].includes(headers.host.toLowerCase()))
    return `This server answers to 127.0.0.1:${port} only.`;
  if (browsers === 'pages' || (browsers === 'forms' && isForm(request))) return undefined;
  if (headers.origin !== undefined) return 'This server answers to no web page: the request names an Origin.';
  // A picture or a script is asked for without an Origin. Each browser of today says with this header that it is one; no program sends it.
  if (browsers !== 'links' && headers['sec-fetch-site'] !== undefined) return 'This server answers to no browser.';
  return undefined;
}

/** True for a form with a file. */
export function isForm({ method, headers }: IncomingMessage): boolean {
  return method === 'POST' && headers['content-type']?.toLowerCase().startsWith('multipart/form-data') === true;
}

/** Takes away each header by which an answer would allow another site's page to read it. */
function withoutSharing(response: ServerResponse): void {
  const shares = (name: string) => name.toLowerCase().startsWith('access-control-');
  response.setHeader = new Proxy(response.setHeader, {
    apply: (set, self, [name, value]) => (shares(name) ? self : Reflect.apply(set, self, [name, value])),
  });
  response.writeHead = new Proxy(response.writeHead, {
    apply: (write, self, given) =>
      Reflect.apply(
        write,
        self,
        given.map((part: unknown) =>
          typeof part === 'object' && part !== null && !Array.isArray(part)
            ? Object.fromEntries(Object.entries(part).filter(([name]) => !shares(name)))
            : part,
        ),
      ),
  });
}

import { Agent, request as ask } from 'node:http';
import { createServer } from 'node:https';
import { pipeline } from 'node:stream';
import { openOnLoopback } from '#local/stand-ins/loopback';
import type { Certificate } from './tls.ts';

/** Longer than any pause between two calls of a run. */
const KEEP_ALIVE_MS = 600_000;
/** Shorter than any server behind the proxy keeps an idle connection. */
const IDLE_MS = 1_000;

/**
 * Starts a proxy that speaks TLS and delays each response of the server at `url` by `ms`. Returns its address. It runs until the process
 * ends.
 */
export async function farAway(url: string, ms: number, { key, cert }: Certificate): Promise<string> {
  const { port, host } = new URL(url);
  const agent = new Agent({ keepAlive: true, timeout: IDLE_MS });
  const proxy = createServer({ key, cert }, (request, response) => {
    // The server answers only to a client that asks for it by its own host and port.
    const headers = { ...request.headers, host };
    const far = ask({ agent, port, method: request.method, path: request.url, headers }, (answer) =>
      setTimeout(() => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        pipeline(answer, response, () => undefined);
      }, ms),
    );
    far.on('error', (error) => {
      process.stderr.write(`A call was lost between the proxy and ${url}: ${error.message}\n`);
      response.destroy();
    });
    request.pipe(far);
  });
  // A connection that is closed while a call begins costs a second call, which never arrives.
  proxy.keepAliveTimeout = KEEP_ALIVE_MS;
  const { port: itsPort } = await openOnLoopback(proxy);
  return `https://127.0.0.1:${itsPort}`;
}

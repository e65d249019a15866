import { type AgentOptions, Agent as HttpAgent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

/** The open connections of a client. */
export type Agents = { httpAgent: HttpAgent; httpsAgent: HttpsAgent };
/** A server, and the open connections to it. */
export type Server = Agents & { protocol: string; hostname: string; port?: number | undefined };
/** How long connecting may take, how long the server may be silent before its answer begins, and how long all of it may take. */
export type Limits = { connectMs: number; silenceMs: number; timeoutMs: number };
/** A whole answer. */
export type Answer = { statusCode: number; headers: IncomingHttpHeaders; body: Buffer };

/** Opens the connections of a client, which are kept while they are idle. `timeout`: in ms, how long at most; without it, for ever. */
export function openAgents(options: Pick<AgentOptions, 'timeout'> = {}): Agents {
  return {
    httpAgent: new HttpAgent({ keepAlive: true, maxSockets: 50, ...options }),
    httpsAgent: new HttpsAgent({ keepAlive: true, maxSockets: 50, ...options }),
  };
}

/**
 * Posts `body` to `/` in one request, which is never repeated.
 * @throws the system's error when the connection fails or the answer is not whole, and a `TimeoutError`.
 */
export function postOnce(
  { protocol, hostname, port, httpAgent, httpsAgent }: Server,
  { headers, body }: { headers: Record<string, string>; body: Buffer },
  { connectMs, silenceMs, timeoutMs }: Limits,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const to = { hostname, port, method: 'POST', path: '/', headers };
    const request = protocol === 'https:' ? httpsRequest({ ...to, agent: httpsAgent }) : httpRequest({ ...to, agent: httpAgent });
    let connecting: NodeJS.Timeout | undefined;
    const endAfter = (ms: number) => setTimeout(() => request.destroy(timeout(`The server did not answer within ${ms} ms.`)), ms);
    const whole = endAfter(timeoutMs);
    const silence = silenceMs < timeoutMs ? endAfter(silenceMs) : undefined;
    const end = () => {
      clearTimeout(whole);
      clearTimeout(silence);
      clearTimeout(connecting);
    };
    const fail = (error: Error) => {
      end();
      reject(error);
    };
    request.on('error', fail);
    request.on('socket', (socket) => {
      if (!socket.connecting) return;
      // The words by which core/delivery/connection-failure.ts knows that nothing was written; they are also the SDK's.
      const late = timeout(`The client did not establish a connection with the server within ${connectMs} ms.`);
      connecting = setTimeout(() => request.destroy(late), connectMs);
      socket.once('connect', () => clearTimeout(connecting));
    });
    request.on('response', (response) => {
      clearTimeout(silence);
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', fail);
      response.on('end', () => {
        end();
        resolve({ statusCode: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) });
      });
    });
    request.end(body);
  });
}

function timeout(message: string): Error {
  return Object.assign(new Error(message), { name: 'TimeoutError' });
}

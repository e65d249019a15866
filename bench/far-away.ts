import { Agent, request as ask } from 'node:http';
import { pipeline } from 'node:stream';
import { listenOnLoopback } from '#local/stand-ins/loopback';

/** Starts a proxy that delays each response of the server at `url` by `ms`. Returns its address. It runs until the process ends. */
export async function farAway(url: string, ms: number): Promise<string> {
  const { port, host } = new URL(url);
  const agent = new Agent({ keepAlive: true });
  const proxy = await listenOnLoopback((request, response) => {
    // The server answers only to a client that asks for it by its own host and port.
    const headers = { ...request.headers, host };
    const far = ask({ agent, port, method: request.method, path: request.url, headers }, (answer) =>
      setTimeout(() => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        pipeline(answer, response, () => undefined);
      }, ms),
    );
    far.on('error', () => response.destroy());
    request.pipe(far);
  });
  return proxy.url;
}

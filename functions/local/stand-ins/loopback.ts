import { createServer, type RequestListener } from 'node:http';

export type Loopback = { port: number; url: string; stop(): Promise<void> };

/** Serves on 127.0.0.1 only, on a free port. `stop` also aborts requests that are still being answered. */
export async function listenOnLoopback(listener: RequestListener): Promise<Loopback> {
  const server = createServer(listener);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
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

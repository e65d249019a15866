import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/** Starts a proxy that delays each response of the server at `url` by `ms`. Returns its address. It runs until the process ends. */
export async function farAway(url: string, ms: number): Promise<string> {
  const port = Number(new URL(url).port);
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    near.pipe(far);
    // Timers of equal length fire in order, so the pieces of a response keep their order.
    far.on('data', (piece) => setTimeout(() => near.write(piece), ms));
    far.on('end', () => setTimeout(() => near.end(), ms));
    far.on('error', () => near.destroy());
    near.on('error', () => far.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('A server that listens on 127.0.0.1 has no port.');
  return `http://127.0.0.1:${address.port}`;
}

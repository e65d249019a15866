import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { sampleNewsroom } from '#tests/web/sample-newsroom';

/** The pages of a newsroom in memory, on loopback, at the time that it has come to. */
export async function servedDesk(newsroom: Awaited<ReturnType<typeof sampleNewsroom>>) {
  const fetch = (request: Request) => {
    const app = new URL(request.url).pathname.startsWith('/desk') ? newsroom.apps.desk : newsroom.apps.public;
    return app.fetch(request, { event: { requestContext: { timeEpoch: newsroom.time.now.epochMilliseconds } } });
  };
  const server = createServer(getRequestListener(fetch));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}

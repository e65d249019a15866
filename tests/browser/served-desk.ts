import { getRequestListener } from '@hono/node-server';
import { type Loopback, listenOnLoopback } from '#local/stand-ins/loopback';
import type { sampleNewsroom } from '#tests/web/sample-newsroom';

/** Serves the pages of an in-memory newsroom on loopback, at the newsroom's present time. */
export function servedDesk(newsroom: Awaited<ReturnType<typeof sampleNewsroom>>): Promise<Loopback> {
  const fetch = (request: Request) => {
    const app = new URL(request.url).pathname.startsWith('/desk') ? newsroom.apps.desk : newsroom.apps.public;
    return app.fetch(request, { event: { requestContext: { timeEpoch: newsroom.time.now.epochMilliseconds } } });
  };
  return listenOnLoopback(getRequestListener(fetch), { browsers: 'pages' });
}

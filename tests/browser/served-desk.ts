import { getRequestListener } from '@hono/node-server';
import { type Loopback, listenOnLoopback } from '#local/stand-ins/loopback';
import type { sampleNewsroom } from '#tests/web/sample-newsroom';
import { signedInDesk } from '#tests/web/signed-in-desk';

type Newsroom = Awaited<ReturnType<typeof sampleNewsroom>>;

/** Serves the pages of an in-memory newsroom on loopback, at the newsroom's present time. */
export function servedDesk(newsroom: Newsroom): Promise<Loopback> {
  return served(() => ({ ...newsroom, app: newsroom.apps.desk }));
}

/** The same with the desk behind its sign-in, which must know its own address. */
export async function servedSignIn(options: Parameters<typeof signedInDesk>[1] = {}) {
  let opened: Awaited<ReturnType<typeof signedInDesk>> | undefined;
  const server = await served(() => {
    if (!opened) throw new Error('The desk is not open yet.');
    return opened;
  });
  opened = await signedInDesk(server.url, options);
  const { standIn } = opened;
  return { opened, url: server.url, stop: () => Promise.all([standIn.stop(), server.stop()]) };
}

type Shown = Pick<Newsroom, 'apps' | 'time'> & { app: Newsroom['apps']['desk'] };

function served(shown: () => Shown): Promise<Loopback> {
  const fetch = (request: Request) => {
    const { app, apps, time } = shown();
    const asked = new URL(request.url).pathname.startsWith('/desk') ? app : apps.public;
    return asked.fetch(request, { event: { requestContext: { timeEpoch: time.now.epochMilliseconds } } });
  };
  return listenOnLoopback(getRequestListener(fetch), { browsers: 'pages' });
}

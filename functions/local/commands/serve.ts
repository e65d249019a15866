import { getRequestListener } from '@hono/node-server';
import { Hono, type MiddlewareHandler } from 'hono';
import { BadOptions } from '#local/cli/options';
import { invokeHttp } from '#local/newsroom/lambda-http';
import type { LocalNewsroom } from '#local/newsroom/newsroom';
import { localPages } from '#local/pages/pages';
import { type Loopback, listenOnLoopback } from '#local/stand-ins/loopback';

/** Serves on loopback: the local pages, and behind them the newsroom's two web Lambdas. @throws BadOptions when the port is in use. */
export async function serveNewsroom(newsroom: LocalNewsroom, port: number): Promise<Loopback> {
  const app = new Hono();
  app.route('/', localPages(newsroom));
  app.use(askEachTime);
  for (const path of ['/desk', '/desk/*']) app.all(path, (c) => invokeHttp(newsroom.desk, c.req.raw, newsroom.clock.now()));
  app.all('*', (c) => invokeHttp(newsroom.public, c.req.raw, newsroom.clock.now()));
  return listenOnLoopback(getRequestListener(app.fetch), { port, browsers: 'pages' }).catch((error: NodeJS.ErrnoException) => {
    const busy = error.code === 'EADDRINUSE' || error.code === 'EACCES';
    throw busy ? new BadOptions([`Port ${port} is in use. Stop what uses it, or start with --port and another number.`]) : error;
  });
}

/**
 * Two minutes in a browser's cache may be a year of the local clock, or the time of a template's change. So a browser caches only
 * responses whose address names their version, and asks for all others each time.
 */
const askEachTime: MiddlewareHandler = async (c, next) => {
  await next();
  const kept = c.res.headers.get('Cache-Control') ?? '';
  if (/max-age/.test(kept) && !kept.includes('immutable')) c.res.headers.set('Cache-Control', 'no-cache');
};

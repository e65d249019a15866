import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { Hono, type MiddlewareHandler } from 'hono';
import { BadOptions } from '#local/cli/options';
import { invokeHttp } from '#local/newsroom/lambda-http';
import type { LocalNewsroom } from '#local/newsroom/newsroom';
import { localPages } from '#local/pages/pages';

/** Serves on loopback: the local pages, and behind them the newsroom's two web Lambdas. @throws BadOptions when the port is in use. */
export async function serveNewsroom(newsroom: LocalNewsroom, port: number): Promise<{ url: string; stop(): Promise<void> }> {
  const app = new Hono();
  const ours = new Set([`127.0.0.1:${port}`, `localhost:${port}`]);
  // Against DNS rebinding: a foreign name that resolves to 127.0.0.1 must not let a website read the inbox.
  app.use(async (c, next) => (ours.has(new URL(c.req.url).host) ? next() : c.text('This newsroom answers to 127.0.0.1 only.\n', 421)));
  app.route('/', localPages(newsroom));
  app.all('/desk', (c) => c.redirect('/desk/'));
  app.use(askEachTime);
  app.all('/desk/*', (c) => invokeHttp(newsroom.desk, c.req.raw, newsroom.clock.now()));
  app.all('*', (c) => invokeHttp(newsroom.public, c.req.raw, newsroom.clock.now()));
  const server = await listen(app, port);
  return {
    url: `http://127.0.0.1:${port}/`,
    stop: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
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

async function listen(app: Hono, port: number): Promise<Server> {
  const server = createServer(getRequestListener(app.fetch));
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const busy = error.code === 'EADDRINUSE' || error.code === 'EACCES';
      reject(busy ? new BadOptions([`Port ${port} is in use. Stop what uses it, or start with --port and another number.`]) : error);
    });
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

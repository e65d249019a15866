import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { QueueHandler } from '#local/newsroom/queues';
import type { HttpHandler } from '#web/http-api';

type TickHandler = (event: { scheduledTime: string }) => Promise<void>;
type Handlers = {
  tick: TickHandler;
  send: QueueHandler;
  post: QueueHandler;
  sesEvents: QueueHandler;
  public: HttpHandler;
  desk: HttpHandler;
  watchFeed: TickHandler;
};

/** Loads the handlers from a folder of bundles, as Lambda would. */
export async function loadHandlers(folder: string): Promise<Handlers> {
  const load = async <H>(name: string): Promise<H> => {
    const module: { handler: H } = await import(pathToFileURL(join(folder, name, 'index.mjs')).href);
    return module.handler;
  };
  const [tick, send, post, sesEvents, site, desk, watchFeed] = await Promise.all([
    load<TickHandler>('tick'),
    load<QueueHandler>('send'),
    load<QueueHandler>('post'),
    load<QueueHandler>('ses-events'),
    load<HttpHandler>('public'),
    load<HttpHandler>('desk'),
    load<TickHandler>('watch-feed'),
  ]);
  return { tick, send, post, sesEvents, public: site, desk, watchFeed };
}

/**
 * Loads the handlers that read the templates in use (tools/live-templates.ts), and returns them with `use`, which switches to the
 * templates of this `version`. Node never imports the same module twice, so each version is a module of its own.
 */
export async function loadLiveHandlers(folder: string, version: number): Promise<{ handlers: Handlers; use(): void }> {
  const live: { read(version: number): Promise<() => void> } = await import(pathToFileURL(join(folder, 'live-templates.mjs')).href);
  return { handlers: await loadHandlers(folder), use: await live.read(version) };
}

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { HttpHandler } from '#local/newsroom/lambda-http';
import type { QueueHandler } from '#local/newsroom/queues';

/** The handlers of a folder of bundles, as Lambda would load them. */
export async function loadHandlers(folder: string) {
  const load = async <H>(name: string): Promise<H> => {
    const module: { handler: H } = await import(pathToFileURL(join(folder, name, 'index.mjs')).href);
    return module.handler;
  };
  const [tick, send, post, sesEvents, site, desk] = await Promise.all([
    load<(event: { scheduledTime: string }) => Promise<void>>('tick'),
    load<QueueHandler>('send'),
    load<QueueHandler>('post'),
    load<QueueHandler>('ses-events'),
    load<HttpHandler>('public'),
    load<HttpHandler>('desk'),
  ]);
  return { tick, send, post, sesEvents, public: site, desk };
}

/**
 * The handlers that ask for the templates in use (tools/live-templates.ts), and what takes these templates into use. A module that was
 * imported stays what it was: another `version` is another module.
 */
export async function loadLiveHandlers(folder: string, version: number) {
  const live: { read(version: number): Promise<() => void> } = await import(pathToFileURL(join(folder, 'live-templates.mjs')).href);
  return { handlers: await loadHandlers(folder), use: await live.read(version) };
}

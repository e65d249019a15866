import type { Context } from 'hono';
import type { WebEnv } from '#web/request';

/**
 * True when a write comes from a page of ours. The browser's `Sec-Fetch-Site` decides if present; otherwise the origin must be ours.
 * A request with neither is refused. (Our pages send no referrer, and so browsers write their origin as `null`.)
 */
export function comesFromUs(c: Context<WebEnv>, site: string | undefined): boolean {
  const from = c.req.header('Sec-Fetch-Site');
  if (from !== undefined) return from === 'same-origin';
  const origin = c.req.header('Origin');
  return origin !== undefined && (origin === site || origin === new URL(c.req.url).origin);
}

import type { Context } from 'hono';
import { Temporal } from 'temporal-polyfill';
import type { Session } from '#core/desk/session';

/** What comes with a request: the event of the HTTP API (payload format 2.0), as far as it is read; and who has signed in. */
export type WebEnv = {
  Bindings: { event: { requestContext: { timeEpoch: number; http?: { sourceIp?: string } } } };
  /** `throughSite`: false when the request did not come through CloudFront, which says whose it is. */
  Variables: { session?: Session; throughSite?: boolean };
};

/** The time of a request is the one that the HTTP API gave it. */
export function nowOf(c: Context<WebEnv>): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(c.env.event.requestContext.timeEpoch);
}

/** Who is signed in, by email; undefined on a machine without sign-in. */
export function signedIn(c: Context<WebEnv>): string | undefined {
  return c.get('session')?.email;
}

/** Whether it may change something: whatever is not known to read. */
export function isWrite(c: Context<WebEnv>): boolean {
  return c.req.method !== 'GET' && c.req.method !== 'HEAD';
}

import type { Context } from 'hono';
import { Temporal } from 'temporal-polyfill';
import type { Colleague } from '#core/desk/colleagues';
import type { Session } from '#core/desk/session';

/**
 * What comes with a request: the parts of the HTTP API's event (payload format 2.0) that we read, and the session of the desk.
 * `colleague`: who asks on the desk, behind its sign-in.
 */
export type WebEnv = {
  Bindings: { event: { requestContext: { timeEpoch: number; http?: { sourceIp?: string } } } };
  /** `throughSite`: false when the request bypassed CloudFront, so that its headers do not say where it came from. */
  Variables: { session?: Session; colleague: Colleague; throughSite?: boolean };
};

/** Returns the time that the HTTP API gave the request. */
export function nowOf(c: Context<WebEnv>): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(c.env.event.requestContext.timeEpoch);
}

/** Returns the email of the signed-in person; undefined on a machine without sign-in. */
export function signedIn(c: Context<WebEnv>): string | undefined {
  return c.get('session')?.email;
}

/** True when the request may change something: every method except GET and HEAD. */
export function isWrite(c: Context<WebEnv>): boolean {
  return c.req.method !== 'GET' && c.req.method !== 'HEAD';
}

import type { Context } from 'hono';
import { Temporal } from 'temporal-polyfill';

/** What comes with a request: the event of the HTTP API (payload format 2.0), as far as it is read. */
export type WebEnv = {
  Bindings: { event: { requestContext: { timeEpoch: number; authorizer?: { jwt?: { claims?: Record<string, unknown> } } } } };
};

/** The time of a request is the one that the HTTP API gave it. */
export function nowOf(c: Context<WebEnv>): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(c.env.event.requestContext.timeEpoch);
}

/** Who is signed in, by email; undefined on a machine without sign-in. */
export function signedIn(c: Context<WebEnv>): string | undefined {
  const email = c.env.event.requestContext.authorizer?.jwt?.claims?.email;
  return typeof email === 'string' ? email : undefined;
}

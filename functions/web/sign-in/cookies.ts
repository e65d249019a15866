import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { CookieOptions } from 'hono/utils/cookie';
import type { WebEnv } from '#web/request';

// `__Host-`: the browser accepts it from this exact host only, over TLS. Lax: it is sent when the issuer redirects the browser back to
// us, and with no form of another site.
const ALWAYS: CookieOptions = { prefix: 'host', path: '/', secure: true, httpOnly: true, sameSite: 'Lax' };
const SESSION = 'session';
const ATTEMPT = 'signing-in';
/** Time to find a phone with an authenticator app, and to set one up. */
const ATTEMPT_SECONDS = 600;

/** The cookie with a session's secret. It has no expiry: it ends when the browser is closed. */
export const sessionCookie = {
  read: (c: Context<WebEnv>): string | undefined => getCookie(c, SESSION, 'host'),
  set: (c: Context<WebEnv>, secret: string): void => setCookie(c, SESSION, secret, ALWAYS),
  clear: (c: Context<WebEnv>): void => void deleteCookie(c, SESSION, ALWAYS),
};

/** The cookie that ties a sign-in attempt to its browser: the attempt's secret, and the page to continue to. */
export const attemptCookie = {
  read(c: Context<WebEnv>): { attempt: string; to: string } | undefined {
    const [, attempt, to] = /^([\w-]+)\.(.*)$/.exec(getCookie(c, ATTEMPT, 'host') ?? '') ?? [];
    return attempt === undefined || to === undefined ? undefined : { attempt, to };
  },
  set: (c: Context<WebEnv>, { attempt, to }: { attempt: string; to: string }): void =>
    setCookie(c, ATTEMPT, `${attempt}.${to}`, { ...ALWAYS, maxAge: ATTEMPT_SECONDS }),
  clear: (c: Context<WebEnv>): void => void deleteCookie(c, ATTEMPT, ALWAYS),
};

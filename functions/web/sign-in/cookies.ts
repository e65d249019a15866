import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { CookieOptions } from 'hono/utils/cookie';
import type { WebEnv } from '#web/request';

// `__Host-`: the browser takes it from this very host only, over TLS. Lax: it comes along when the issuer sends the browser back to us, and
// with no form of another site.
const ALWAYS: CookieOptions = { prefix: 'host', path: '/', secure: true, httpOnly: true, sameSite: 'Lax' };
const SESSION = 'session';
const ATTEMPT = 'signing-in';
/** In seconds: time to find a phone with an authenticator app, and to set one up. */
const ATTEMPT_SECONDS = 600;

/** The secret of a session. Without an end of its own: it goes when the browser is closed. */
export const sessionCookie = {
  read: (c: Context<WebEnv>): string | undefined => getCookie(c, SESSION, 'host'),
  set: (c: Context<WebEnv>, secret: string): void => setCookie(c, SESSION, secret, ALWAYS),
  clear: (c: Context<WebEnv>): void => void deleteCookie(c, SESSION, ALWAYS),
};

/** What ties an attempt to sign in to the browser that began it: its secret, and the page to go on to. */
export const attemptCookie = {
  read(c: Context<WebEnv>): { attempt: string; to: string } | undefined {
    const [, attempt, to] = /^([\w-]+)\.(.*)$/.exec(getCookie(c, ATTEMPT, 'host') ?? '') ?? [];
    return attempt === undefined || to === undefined ? undefined : { attempt, to };
  },
  set: (c: Context<WebEnv>, { attempt, to }: { attempt: string; to: string }): void =>
    setCookie(c, ATTEMPT, `${attempt}.${to}`, { ...ALWAYS, maxAge: ATTEMPT_SECONDS }),
  clear: (c: Context<WebEnv>): void => void deleteCookie(c, ATTEMPT, ALWAYS),
};

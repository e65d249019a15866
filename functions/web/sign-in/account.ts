import { type Context, Hono } from 'hono';
import { rightsSentence } from '#core/desk/colleagues';
import { nhsDateTime } from '#core/time/nhs-dates';
import type { Frame } from '#web/desk/needs';
import { formsTo } from '#web/headers';
import { page } from '#web/page';
import { type ContentWorld, readFor } from '#web/read-content';
import type { WebEnv } from '#web/request';
import { sessionCookie } from '#web/sign-in/cookies';
import { signInUrl } from '#web/sign-in/return-url';
import type { SignIn } from '#web/sign-in/sign-in';

/** Serves the page that shows who is signed in, with the ways to sign out. */
export function account(world: ContentWorld, signIn: SignIn, frame: Frame): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.get('/desk/account', async (c) => {
    const { rules } = await readFor(c, world);
    const session = c.get('session');
    const since = session && nhsDateTime(session.signedIn.toZonedDateTimeISO(rules?.timezone ?? 'Europe/London'));
    const html = page(
      'sign-in/account',
      { email: session?.email, since, mayDo: rightsSentence(c.get('colleague').rights), choice: signIn !== 'none' && signInUrl('/desk/') },
      { title: 'Your sign-in', rules, ...(await frame(c)), current: '/desk/account' },
    );
    // This page's forms end at the issuer, and browsers check the policy for each redirect on the way.
    return signIn === 'none' ? c.html(html) : c.html(html, 200, { 'Content-Security-Policy': formsTo(signIn.issuer.signOutUrl.origin) });
  });
  if (signIn === 'none') return app;

  const { issuer, sessions } = signIn;
  const signOut = (c: Context<WebEnv>) => {
    sessionCookie.clear(c);
    return c.redirect(issuer.signOutUrl.href, 303);
  };
  app.post('/desk/sign-out', async (c) => {
    await sessions.end(sessionCookie.read(c) ?? '');
    return signOut(c);
  });
  app.post('/desk/sign-out/everywhere', async (c) => {
    const session = c.get('session');
    if (session) await sessions.endAll(session.person);
    return signOut(c);
  });
  return app;
}

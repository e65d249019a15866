// Signing in to the desk: its few public pages, and the guard before all others.
import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { askSentence, type Colleague, colleagueOf, RIGHTS } from '#core/desk/colleagues';
import { isOver, isRecent, isUnrecorded, unusedSince } from '#core/desk/session';
import type { Accounts, Issuer, Sessions, World } from '#ports';
import type { TemplateName } from '#templates/pages';
import { hasBrokenBody } from '#web/broken-body';
import { page } from '#web/page';
import { type ContentWorld, readWritten } from '#web/read-content';
import { isWrite, nowOf, type WebEnv } from '#web/request';
import { comesFromUs } from '#web/same-origin';
import { attemptCookie, sessionCookie } from '#web/sign-in/cookies';
import { pageOf, signInUrl, wayBack } from '#web/sign-in/return-url';

/**
 * `none` must be written out, so that a forgotten argument cannot open the desk to everyone. `optional`: only on one machine, where whoever
 * does not sign in is the programme lead, with every right.
 */
export type SignIn = { issuer: Issuer; sessions: Sessions; accounts: Accounts; optional?: true } | 'none';

/** Whoever can use the machine owns it. */
const OWNER: Colleague = { address: 'the programme lead', name: 'the programme lead', rights: RIGHTS };

const MENU = [{ label: 'Website', url: '/posts' }];

/** Serves the way to the issuer and back, and the page after signing out. */
export function signInPages(world: ContentWorld, signIn: SignIn): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  if (signIn === 'none') return app;
  const { issuer, sessions } = signIn;

  app.get('/desk/sign-in', (c) => {
    const { url, attempt } = issuer.begin();
    attemptCookie.set(c, { attempt, to: wayBack(c.req.query('to')) });
    return c.redirect(url, 303);
  });

  app.get('/desk/signed-in', async (c) => {
    const now = nowOf(c);
    const begun = attemptCookie.read(c);
    attemptCookie.clear(c);
    const { state = '', code = '' } = c.req.query();
    const identity = begun && (await issuer.finish({ attempt: begun.attempt, state, code, now }));
    // One page for every failure, so that it does not reveal who has an account.
    if (!identity) return doorPage(c, world, 'sign-in/sign-in-failed', 'We could not sign you in', { url: signInUrl(wayBack(begun?.to)) });
    const before = sessionCookie.read(c);
    if (before !== undefined) await sessions.end(before);
    await sessions.endUnused(unusedSince(now));
    sessionCookie.set(c, await sessions.begin({ ...identity, seen: now }));
    return c.redirect(wayBack(begun.to), 303);
  });

  app.get('/desk/signed-out', (c) => doorPage(c, world, 'sign-in/signed-out', 'You are signed out', { url: signInUrl('/desk/') }, 200));
  return app;
}

/**
 * Forms that only stop or show something, or save a draft, work with any session: a text that took an hour must not wait for a sign-in.
 * All other forms require a recent one.
 */
const AT_ONCE =
  /^\/desk\/(pause|sign-out(\/everywhere)?|publications\/[^/]+\/(pause|cancel)|people\/(find|[^/]+\/stop)|stories\/(new|edit|word\/[^/]+|[^/]+(\/(merge|mend|preview-parts|delete|undelete|picture\/(top|text|here)\/[^/]+|history\/\d+\/restore))?)|import(\/[^/]+\/stop)?|rules\/(file|(part|merge)\/[^/]+))$/;

/**
 * Guards every page and form of the desk: without a session it answers with the way to sign in. Each request reads who is let in and for
 * what, so that a change of that counts from the next request on.
 */
export function onlySignedIn(world: ContentWorld & Pick<World, 'colleagues'>, signIn: SignIn): MiddlewareHandler<WebEnv> {
  const asOwner: MiddlewareHandler<WebEnv> = (c, next) => {
    c.set('colleague', OWNER);
    return next();
  };
  if (signIn === 'none') return asOwner;
  const { sessions } = signIn;
  return async (c, next) => {
    const now = nowOf(c);
    const writes = isWrite(c);
    const url = signInUrl(pageOf(c.req.url, writes));
    const secret = sessionCookie.read(c);
    if (secret === undefined && signIn.optional) return asOwner(c, next);
    const end = async () => {
      if (secret !== undefined) await sessions.end(secret);
      sessionCookie.clear(c);
    };
    const [session, list] = secret === undefined ? [] : await Promise.all([sessions.find(secret), world.colleagues.read()]);
    if (secret === undefined || session === undefined || isOver(session, now)) {
      if (secret !== undefined) await end();
      const kept = await keptDraft(c, world);
      if (kept) return doorPage(c, world, 'sign-in/sign-in-draft', 'Sign in to save', { ...kept, url });
      return doorPage(c, world, 'sign-in/sign-in', 'Sign in', { url, writes });
    }
    const colleague = colleagueOf(list, session.email);
    if (colleague === undefined) {
      await end();
      const view = { email: session.email, ask: askSentence('changes-colleagues', list?.people ?? []), url: signInUrl('/desk/') };
      return doorPage(c, world, 'sign-in/sign-in-not-let-in', 'You are not let in', view, 403);
    }
    c.set('colleague', colleague);
    if (isUnrecorded(session, now)) await sessions.record(secret, { ...session, seen: now });
    if (writes && !isRecent(session, now) && !AT_ONCE.test(c.req.path))
      return doorPage(c, world, 'sign-in/sign-in-again', 'Please sign in again', { url });
    c.set('session', session);
    return next();
  };
}

/** The form of a draft, as `/desk/stories/DRAFT`. */
const DRAFT_FORM = /^\/desk\/stories\/(?!(?:new|edit|word|bring-in)$)[^/]+$/;

/**
 * Returns what the form of a draft brought, so that nothing is lost: the page that answers has it as a form, to be sent once more from
 * there. A form of another site is not repeated.
 */
async function keptDraft(
  c: Context<WebEnv>,
  world: ContentWorld,
): Promise<{ action: string; fields: { name: string; value: string }[]; text: string } | undefined> {
  if (!isWrite(c) || !DRAFT_FORM.test(c.req.path)) return undefined;
  const { rules } = await readWritten(world);
  if (!comesFromUs(c, rules?.site) || (await hasBrokenBody(c))) return undefined;
  const body = await c.req.parseBody({ all: true });
  const fields = Object.entries(body).flatMap(([name, values]) =>
    [values].flat().flatMap((value) => (typeof value === 'string' && name !== 'do' ? [{ name, value }] : [])),
  );
  if (fields.length === 0) return undefined;
  return { action: c.req.path, fields, text: fields.find(({ name }) => name === 'body')?.value ?? '' };
}

async function doorPage(
  c: Context<WebEnv>,
  world: ContentWorld,
  template: Door,
  title: string,
  view: object,
  status: 200 | 401 | 403 = 401,
) {
  const { rules } = await readWritten(world);
  return c.html(page(template, view, { title, rules, menu: MENU, noindex: true }), status);
}

type Door = TemplateName & `sign-in/sign${string}`;

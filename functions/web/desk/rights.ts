// What each part of the desk asks of a colleague. A form that is not in this table is refused to everybody.
import type { Context, MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import { type Colleague, type Right, whoMaySentence } from '#core/desk/colleagues';
import type { World } from '#ports';
import type { Frame } from '#web/desk/needs';
import { page } from '#web/page';
import { type ContentWorld, readFor } from '#web/read-content';
import { isWrite, type WebEnv } from '#web/request';

/**
 * The right that each form needs, and each page that shows who readers are or is only a form. `everyone`: whoever is let in. Other pages
 * are open to them too. What a draft says goes nowhere, so *writes* is enough for it; whatever changes what goes out needs *approves*.
 */
export const NEEDED_RIGHTS: Readonly<Record<string, Right | 'everyone'>> = {
  'POST /desk/sign-out': 'everyone',
  'POST /desk/sign-out/everywhere': 'everyone',
  // To stop is never wrong; letting go on again is a decision to send.
  'POST /desk/pause': 'everyone',
  'POST /desk/publications/:id/pause': 'everyone',

  // Also pages that are only a form, so that nobody types in vain.
  'GET /desk/stories/word': 'writes',
  'GET /desk/stories/word/:upload': 'writes',
  'GET /desk/stories/bring-in': 'writes',
  'GET /desk/stories/bring-in/:upload': 'writes',
  'GET /desk/stories/:id/picture/top': 'writes',
  'GET /desk/stories/:id/picture/text': 'writes',
  'GET /desk/stories/:id/picture/here': 'writes',
  'POST /desk/stories/new': 'writes',
  'POST /desk/stories/edit': 'writes',
  'POST /desk/stories/word/:upload': 'writes',
  'POST /desk/stories/bring-in': 'writes',
  'POST /desk/stories/bring-in/:upload': 'writes',
  'POST /desk/stories/bring-in/:upload/pictures': 'writes',
  'POST /desk/stories/bring-in/:upload/watch': 'writes',
  'POST /desk/stories/bring-in/every-day/stop': 'writes',
  'POST /desk/stories/:id': 'writes',
  'POST /desk/stories/:id/merge': 'writes',
  'POST /desk/stories/:id/mend': 'writes',
  'POST /desk/stories/:id/preview-parts': 'everyone',
  'POST /desk/stories/:id/picture/top/:upload': 'writes',
  'POST /desk/stories/:id/picture/text/:upload': 'writes',
  'POST /desk/stories/:id/picture/here/:upload': 'writes',
  'POST /desk/stories/:id/history/:version/restore': 'writes',
  'POST /desk/stories/:id/:action{delete|undelete}': 'writes',
  'POST /desk/stories/:id/test': 'writes',
  'POST /desk/publications/:id/test': 'writes',

  'POST /desk/stories/bring-in/:upload/archive': 'approves',
  'GET /desk/stories/:id/delete-story': 'approves',
  'GET /desk/publications/:id/digest': 'approves',
  'GET /desk/publications/:id/move': 'approves',
  'GET /desk/publications/:id/cancel': 'approves',
  'POST /desk/stories/:id/publish': 'approves',
  'POST /desk/stories/:id/delete-story': 'approves',
  'POST /desk/yes': 'approves',
  'POST /desk/publications/:id/approve': 'approves',
  'POST /desk/publications/:id/looked': 'approves',
  'POST /desk/publications/:id/digest': 'approves',
  'POST /desk/publications/:id/move': 'approves',
  'POST /desk/publications/:id/move/yes': 'approves',
  'POST /desk/publications/:id/:action{resume|cancel}': 'approves',
  'POST /desk/publications/:id/uncancel': 'approves',
  'POST /desk/publications/:id/held/:decision{again|sent}': 'approves',
  'POST /desk/publications/:id/held-post/:decision{again|there}': 'approves',
  'POST /desk/resume': 'approves',
  'POST /desk/resume/:channel{email|x|bluesky}': 'approves',

  'GET /desk/people': 'sees-people',
  'POST /desk/people/find': 'sees-people',
  'POST /desk/people/export': 'sees-people',
  'GET /desk/people/:id': 'sees-people',
  'POST /desk/people/:id/stop': 'sees-people',
  'POST /desk/people/:id/ask-again': 'sees-people',
  'POST /desk/people/:id/erase': 'sees-people',
  'GET /desk/people/:id/correct': 'sees-people',
  'POST /desk/people/:id/correct': 'sees-people',
  'POST /desk/people/:id/link': 'sees-people',
  'POST /desk/people/:id/confirmation': 'sees-people',
  'GET /desk/people/:id/emails': 'sees-people',
  'GET /desk/people/:id/emails/:publication': 'sees-people',
  'GET /desk/people/:id/emails/:publication/mail.html': 'sees-people',
  'GET /desk/publications/:id/people': 'sees-people',
  'POST /desk/publications/:id/people/export': 'sees-people',
  'GET /desk/import': 'sees-people',
  'GET /desk/import/list/:upload': 'sees-people',
  'POST /desk/import/list/:upload': 'sees-people',
  'GET /desk/import/:id': 'sees-people',
  'GET /desk/import/:id/refused.csv': 'sees-people',
  'POST /desk/import/:id/begin': 'sees-people',
  'POST /desk/import/:id/stop': 'sees-people',
  'GET /desk/departures': 'sees-people',
  'POST /desk/departures/:decision{left|keep}': 'sees-people',

  'POST /desk/rules/file': 'changes-colleagues',
  'POST /desk/rules/logo/:upload': 'changes-colleagues',
  'POST /desk/rules/merge/:id': 'changes-colleagues',
  'POST /desk/rules/part/:id': 'changes-colleagues',
  'POST /desk/rules/save': 'changes-colleagues',

  'POST /desk/colleagues/let-in': 'changes-colleagues',
  'POST /desk/colleagues/:change{rights|let-out|invite}': 'changes-colleagues',
};

/** True when the colleague of this request may do what needs this right. */
export function may({ rights }: Pick<Colleague, 'rights'>, right: Right): boolean {
  return rights.includes(right);
}

/** Refuses what the colleague may not do or see, with a page that says who may. It stands before every form and page of the desk. */
export function onlyWithRight(world: ContentWorld & Pick<World, 'colleagues'>, frame: Frame): MiddlewareHandler<WebEnv> {
  return async (c, next) => {
    const method = c.req.method === 'HEAD' ? 'GET' : c.req.method;
    const route = matchedRoutes(c).find((one) => one.method === method);
    if (route === undefined) return next();
    const needed = NEEDED_RIGHTS[`${method} ${route.path}`];
    if (needed === undefined ? !isWrite(c) : needed === 'everyone' || may(c.get('colleague'), needed)) return next();
    const [{ rules }, list] = await Promise.all([readFor(c, world), world.colleagues.read()]);
    const sentence = needed === undefined || needed === 'everyone' ? NOBODY : whoMaySentence(needed, list?.people ?? []);
    const view = { sentence, writes: isWrite(c), text: await typedText(c) };
    return c.html(page('desk/not-yours', view, { title: 'You may not do this', rules, ...(await frame(c)) }), 403);
  };
}

/** The text of a story that was sent along, so that it can be copied. */
async function typedText(c: Context<WebEnv>): Promise<string | undefined> {
  if (!isWrite(c)) return undefined;
  const { body } = await c.req.parseBody();
  return typeof body === 'string' && body !== '' ? body : undefined;
}

const NOBODY = 'Nobody may do this, because no right is named for it. Tell whoever set up this newsroom.';

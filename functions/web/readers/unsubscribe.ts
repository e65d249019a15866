import { type Context, Hono } from 'hono';
import type { SubscriberId } from '#core/subscriber/subscriber';
import { hasLeft, undoUntil } from '#core/subscriber/undo-window';
import { undoLeaving } from '#flow/readers/undo-unsubscribe';
import { leave, leaveByOneClick } from '#flow/readers/unsubscribe';
import type { World } from '#ports';
import { PERSONAL } from '#web/headers';
import { networkHash } from '#web/network';
import { page } from '#web/page';
import { readWritten } from '#web/read-content';
import { nowOf, type WebEnv } from '#web/request';

export type LeavingWorld = Pick<World, 'editorial' | 'subscribers' | 'suppressions' | 'departures' | 'tokens'>;

/** RFC 8058: the body that a mailbox provider posts, as a form or as multipart. */
const ONE_CLICK = /List-Unsubscribe[="\s]+One-Click/;

/** Leaving, by the link and the header of every email, and coming back soon after. Only a POST changes anything: scanners open every link. */
export function leaving(world: LeavingWorld): Hono<WebEnv> {
  const app = new Hono<WebEnv>();

  app.get('/u/:token', async (c) => {
    const id = readerOf(world, c);
    if (!id) return badLink(world, c);
    if (hasLeft(await world.suppressions.log(id))) return leftPage(world, c, id);
    const { rules, house } = await houseOf(world);
    return c.html(page('readers/unsubscribe', { house }, { title: 'Stop our emails', rules, noindex: true }), 200, PERSONAL);
  });

  app.post('/u/:token', async (c) => {
    const id = readerOf(world, c);
    const now = nowOf(c);
    if (ONE_CLICK.test(await c.req.text())) {
      if (id) await leaveByOneClick(world, id, { network: networkHash(world, c), now });
      return c.text(id ? 'You have left.\n' : 'This link is not valid.\n', id ? 200 : 400, PERSONAL);
    }
    if (!id) return badLink(world, c);
    await leave(world, id, { way: 'page', now });
    return leftPage(world, c, id);
  });

  app.get('/undo/:token', async (c) => {
    const id = world.tokens.verify('undo', c.req.param('token'), nowOf(c))?.subscriber;
    return id ? leftPage(world, c, id) : badLink(world, c);
  });

  app.post('/undo/:token', async (c) => {
    const now = nowOf(c);
    const known = world.tokens.verify('undo', c.req.param('token'), now);
    if (!known) return badLink(world, c);
    if (known.expired || (await undoLeaving(world, known.subscriber, now)) === 'refused') return leftPage(world, c, known.subscriber);
    return backPage(world, c);
  });

  return app;
}

function readerOf(world: LeavingWorld, c: Context<WebEnv>): SubscriberId | undefined {
  return world.tokens.verify('unsubscribe', c.req.param('token') ?? '', nowOf(c))?.subscriber;
}

/** That she gets no emails, with the button that undoes her leaving for as long as it can. */
export async function leftPage(world: LeavingWorld, c: Context<WebEnv>, id: SubscriberId): Promise<Response> {
  const [{ rules, house }, log, subscriber] = await Promise.all([houseOf(world), world.suppressions.log(id), world.subscribers.find(id)]);
  // The old link of a page that is still open, after she has come back.
  if (subscriber?.status === 'confirmed' && !(await world.suppressions.has(id))) return backPage(world, c);
  const until = subscriber && subscriber.left?.way !== 'moved' ? undoUntil(log, nowOf(c)) : undefined;
  const undo = until ? `/undo/${world.tokens.sign('undo', id, until)}` : '';
  return c.html(page('readers/unsubscribed', { house, undo }, { title: 'You have left', rules, noindex: true }), 200, PERSONAL);
}

async function backPage(world: LeavingWorld, c: Context<WebEnv>): Promise<Response> {
  const { rules, house } = await houseOf(world);
  return c.html(page('readers/unsubscribe-undone', { house }, { title: 'You are back', rules, noindex: true }), 200, PERSONAL);
}

async function badLink(world: LeavingWorld, c: Context<WebEnv>): Promise<Response> {
  const { rules } = await houseOf(world);
  const view = { what: 'stop our emails', replyTo: rules?.sender.replyTo };
  return c.html(page('readers/bad-link', view, { title: 'This link does not work', rules, noindex: true }), 404, PERSONAL);
}

/** People can leave while the rules have a problem, and we have no name. */
async function houseOf(world: LeavingWorld) {
  const { rules } = await readWritten(world);
  return { rules, house: rules ? `the ${rules.name}` : 'us' };
}

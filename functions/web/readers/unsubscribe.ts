import { type Context, Hono } from 'hono';
import type { SubscriberId } from '#core/subscriber/subscriber';
import { hasUnsubscribed, undoUntil } from '#core/subscriber/undo-window';
import { undoUnsubscribe } from '#flow/readers/undo-unsubscribe';
import { unsubscribe, unsubscribeByOneClick } from '#flow/readers/unsubscribe';
import type { World } from '#ports';
import { PERSONAL } from '#web/headers';
import { networkHash } from '#web/network';
import { page } from '#web/page';
import { type ContentWorld, readWritten } from '#web/read-content';
import { breakUntil } from '#web/readers/preferences-view';
import { nowOf, type WebEnv } from '#web/request';

export type UnsubscribeWorld = ContentWorld & Pick<World, 'subscribers' | 'suppressions' | 'pendingUnsubscribes' | 'tokens'>;

/** RFC 8058: the body of a mailbox provider's one-click POST, as a form or as multipart. */
const ONE_CLICK = /List-Unsubscribe[="\s]+One-Click/;

/**
 * Serves unsubscribing, by the link and the header of every email, and its undo. Only a POST changes anything: mail scanners open
 * links.
 */
export function unsubscribePages(world: UnsubscribeWorld): Hono<WebEnv> {
  const app = new Hono<WebEnv>();

  app.get('/u/:token', async (c) => {
    const id = readerOf(world, c);
    if (!id) return badLink(world, c);
    if (hasUnsubscribed(await world.suppressions.log(id))) return unsubscribedPage(world, c, id);
    const { rules, senderName } = await readSenderName(world);
    return c.html(page('readers/unsubscribe', { senderName }, { title: 'Stop our emails', rules, noindex: true }), 200, PERSONAL);
  });

  app.post('/u/:token', async (c) => {
    const id = readerOf(world, c);
    const now = nowOf(c);
    if (ONE_CLICK.test(await c.req.text())) {
      if (id) await unsubscribeByOneClick(world, id, { network: networkHash(world, c), now });
      return c.text(id ? 'You have left.\n' : 'This link is not valid.\n', id ? 200 : 400, PERSONAL);
    }
    if (!id) return badLink(world, c);
    await unsubscribe(world, id, { method: 'page', now });
    return unsubscribedPage(world, c, id);
  });

  app.get('/undo/:token', async (c) => {
    const id = world.tokens.verify('undo', c.req.param('token'), nowOf(c))?.subscriber;
    return id ? unsubscribedPage(world, c, id) : badLink(world, c);
  });

  app.post('/undo/:token', async (c) => {
    const now = nowOf(c);
    const known = world.tokens.verify('undo', c.req.param('token'), now);
    if (!known) return badLink(world, c);
    if (known.expired || (await undoUnsubscribe(world, known.subscriber, now)) === 'refused')
      return unsubscribedPage(world, c, known.subscriber);
    return resubscribedPage(world, c, known.subscriber);
  });

  return app;
}

function readerOf(world: UnsubscribeWorld, c: Context<WebEnv>): SubscriberId | undefined {
  return world.tokens.verify('unsubscribe', c.req.param('token') ?? '', nowOf(c))?.subscriber;
}

/** Shows that the reader gets no emails, with the undo button while undo is possible. */
export async function unsubscribedPage(world: UnsubscribeWorld, c: Context<WebEnv>, id: SubscriberId): Promise<Response> {
  const [{ rules, senderName }, log, subscriber] = await Promise.all([
    readSenderName(world),
    world.suppressions.log(id),
    world.subscribers.find(id),
  ]);
  // An old undo page is still open, and the reader is subscribed again.
  if (subscriber?.status === 'confirmed' && !(await world.suppressions.has(id))) return resubscribedPage(world, c, id);
  const moved = subscriber?.unsubscribed?.method === 'moved';
  const until = subscriber && !moved ? undoUntil(log, nowOf(c)) : undefined;
  const undo = until ? `/undo/${world.tokens.sign('undo', id, until)}` : '';
  const title = moved ? 'Your emails were moved to another address' : 'You have left';
  return c.html(page('readers/unsubscribed', { senderName, undo, moved, title }, { title, rules, noindex: true }), 200, PERSONAL);
}

async function resubscribedPage(world: UnsubscribeWorld, c: Context<WebEnv>, id: SubscriberId): Promise<Response> {
  const [{ rules, senderName }, subscriber] = await Promise.all([readSenderName(world), world.subscribers.find(id)]);
  const today = nowOf(c)
    .toZonedDateTimeISO(rules?.timezone ?? 'Europe/London')
    .toPlainDate();
  const pausedUntil = subscriber ? breakUntil(subscriber, today) : '';
  return c.html(
    page('readers/unsubscribe-undone', { senderName, pausedUntil }, { title: 'You are back', rules, noindex: true }),
    200,
    PERSONAL,
  );
}

async function badLink(world: UnsubscribeWorld, c: Context<WebEnv>): Promise<Response> {
  const { rules } = await readSenderName(world);
  const view = { what: 'stop our emails', replyTo: rules?.sender.replyTo };
  return c.html(page('readers/bad-link', view, { title: 'This link does not work', rules, noindex: true }), 404, PERSONAL);
}

/** Readers can unsubscribe while the rules have a problem and the sender has no name. */
async function readSenderName(world: UnsubscribeWorld) {
  const { rules } = await readWritten(world);
  return { rules, senderName: rules ? `the ${rules.name}` : 'us' };
}

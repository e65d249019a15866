import { Hono } from 'hono';
import type { World } from '#ports';
import { readWritten } from '#web/editorial';
import { PERSONAL } from '#web/headers';
import { page } from '#web/page';
import { preferencesView } from '#web/preferences-view';
import { nowOf, type WebEnv } from '#web/request';

type LeavingWorld = Pick<World, 'editorial' | 'subscribers' | 'suppressions' | 'tokens'>;

/** RFC 8058: the body that a mailbox provider posts, as a form or as multipart. */
const ONE_CLICK = /List-Unsubscribe[="\s]+One-Click/;

/** The pages behind the personal links of an email. Only a POST changes anything: scanners open every link. */
export function leaving(world: LeavingWorld): Hono<WebEnv> {
  const app = new Hono<WebEnv>();

  app.get('/u/:token', async (c) => {
    const { rules } = await readWritten(world);
    const known = world.tokens.verify('unsubscribe', c.req.param('token'));
    const around = { title: known ? 'Stop our emails' : 'This link does not work', rules, noindex: true };
    if (!known) return c.html(page('bad-link', { what: 'leave', replyTo: rules?.sender.replyTo }, around), 404, PERSONAL);
    return c.html(page('leave', { name: rules ? `the ${rules.name}` : 'us' }, around), 200, PERSONAL);
  });

  app.post('/u/:token', async (c) => {
    const id = world.tokens.verify('unsubscribe', c.req.param('token'));
    const oneClick = ONE_CLICK.test(await c.req.text());
    if (id) {
      const now = nowOf(c);
      // The suppression first: if we break down between the two, she is not mailed all the same.
      await world.suppressions.add(id, 'left', now);
      await world.subscribers.leave(id, now, oneClick ? 'one-click' : 'page');
    }
    if (oneClick) return c.text(id ? 'You have left.\n' : 'This link is not valid.\n', id ? 200 : 400, PERSONAL);
    const { rules } = await readWritten(world);
    const around = { title: id ? 'You have left' : 'This link does not work', rules, noindex: true };
    if (!id) return c.html(page('bad-link', { what: 'leave', replyTo: rules?.sender.replyTo }, around), 404, PERSONAL);
    return c.html(page('left', { name: rules ? `the ${rules.name}` : 'us', replyTo: rules?.sender.replyTo }, around), 200, PERSONAL);
  });

  app.get('/p/:token', async (c) => {
    const { rules } = await readWritten(world);
    const id = world.tokens.verify('preferences', c.req.param('token'));
    const subscriber = id && (await world.subscribers.find(id));
    const around = { title: subscriber ? 'The emails you get' : 'This link does not work', rules, noindex: true };
    if (!subscriber || !rules) return c.html(page('bad-link', { what: 'change', replyTo: rules?.sender.replyTo }, around), 404, PERSONAL);
    const left = subscriber.status !== 'confirmed';
    const unsubscribe = `/u/${world.tokens.sign('unsubscribe', subscriber.id)}`;
    return c.html(
      page('preferences', { ...preferencesView(subscriber, rules), left, unsubscribe, replyTo: rules.sender.replyTo }, around),
      200,
      PERSONAL,
    );
  });

  return app;
}

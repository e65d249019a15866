import { Hono } from 'hono';
import type { World } from '#ports';
import { version } from '#templates/editor-js';
import { hasBrokenBody } from '#web/broken-body';
import { answerErrors } from '#web/cannot-answer';
import { FOR_EVER, IMAGE_POLICY, safeHeaders } from '#web/headers';
import { brandStyles, icon, page, stylesheetVersion } from '#web/page';
import { readWritten } from '#web/read-content';
import { confirming } from '#web/readers/confirm';
import { type PreferencesWorld, preferences } from '#web/readers/preferences';
import { subscribing } from '#web/readers/subscribe';
import { unsubscribePages } from '#web/readers/unsubscribe';
import type { WebEnv } from '#web/request';
import { aboutPages } from '#web/site/about-pages';
import { feeds } from '#web/site/feeds';
import { searchPage } from '#web/site/search-page';
import { sentPages } from '#web/site/sent-pages';
import { storyPages } from '#web/site/story-pages';

type PublicWorld = PreferencesWorld &
  Pick<
    World,
    | 'content'
    | 'publications'
    | 'ledger'
    | 'texts'
    | 'subscribers'
    | 'suppressions'
    | 'tokens'
    | 'signups'
    | 'transactional'
    | 'rateCounters'
    | 'jobQueue'
    | 'cards'
    | 'machine'
  >;

const A_DAY = 'public, max-age=86400, stale-while-revalidate=604800';

/**
 * Serves everything that readers see. Works without JavaScript; GET never changes anything. `siteToken`: the token that CloudFront adds
 * to each request, if there is a CloudFront.
 */
export function publicSite(world: PublicWorld, siteToken?: string): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  answerErrors(app, world);
  app.use(safeHeaders);
  app.use(async (c, next) => {
    c.set('throughSite', siteToken === undefined || c.req.header('X-Newsroom-Site') === siteToken);
    await next();
  });
  // Before the check of bodies: nobody stays on the list because a mail program sent its one click badly.
  app.route('/', unsubscribePages(world));
  app.use(async (c, next) => {
    if (!(await hasBrokenBody(c))) return next();
    const { rules } = await readWritten(world);
    return c.html(page('broken-form', {}, { title: 'This form did not arrive whole', rules, noindex: true }), 400);
  });
  app.route('/', preferences(world));
  app.route('/', subscribing(world));
  app.route('/', confirming(world));
  app.route('/', feeds(world));
  app.route('/', storyPages(world));
  app.route('/', searchPage(world));
  app.route('/', sentPages(world));
  app.route('/', aboutPages(world));

  app.get('/assets/site.css', async (c) => {
    const { rules } = await readWritten(world);
    const { css } = await import('#templates/site-css');
    const asked = c.req.query('v') === stylesheetVersion(rules);
    return c.body(brandStyles(rules) + css, 200, {
      'Content-Type': 'text/css; charset=utf-8',
      'Cache-Control': asked ? FOR_EVER : 'no-cache',
    });
  });

  app.get('/assets/editor.js', async (c) => {
    const { js } = await import('#templates/editor-js');
    return c.body(js, 200, {
      'Content-Type': 'text/javascript; charset=utf-8',
      'Cache-Control': c.req.query('v') === version ? FOR_EVER : 'no-cache',
    });
  });

  app.get('/favicon.svg', async (c) => {
    const { rules } = await readWritten(world);
    return c.body(icon(rules), 200, { 'Content-Type': 'image/svg+xml', 'Cache-Control': A_DAY });
  });

  // AWS does not document which function gets `/desk/`, where nothing follows the slash. The desk answers to `/desk` as well.
  app.get('/desk/', (c) => c.redirect(`/desk${new URL(c.req.url).search}`));

  app.get('/images/:src{.+}', async (c) => {
    const image = await world.content.image(c.req.param('src'));
    if (!image?.type.startsWith('image/')) return c.notFound();
    return c.body(new Uint8Array(image.bytes), 200, {
      'Content-Type': image.type,
      'Cache-Control': A_DAY,
      'Content-Security-Policy': IMAGE_POLICY,
    });
  });

  app.notFound(async (c) => {
    const { rules } = await readWritten(world);
    return c.html(page('not-found', { replyTo: rules?.sender.replyTo }, { title: 'Page not found', rules, noindex: true }), 404);
  });
  return app;
}

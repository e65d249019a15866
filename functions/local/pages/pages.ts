// The pages that exist on this machine only: the front page, the inbox, the X timeline and the clock.
import { Hono } from 'hono';
import { readOutlook } from '#flow/publish/outlook';
import type { Shown } from '#local/pages/local-page';
import { clockRoutes } from '#local/pages/pages-clock';
import { frontPage } from '#local/pages/pages-front';
import { inboxRoutes } from '#local/pages/pages-inbox';
import { timelineRoutes } from '#local/pages/pages-timeline';
import { planJson } from '#local/rehearsal/plan-json';
import { FRAMING_POLICY, safeHeaders } from '#web/headers';

const YEAR_HOURS = 366 * 24;

export function localPages(newsroom: Shown): Hono {
  const app = new Hono();
  for (const path of ['/', '/local/*']) {
    app.use(path, safeHeaders);
    app.use(path, async (c, next) => {
      await next();
      const isPage = c.res.headers.get('Content-Type')?.startsWith('text/html') && !c.res.headers.has('Content-Security-Policy');
      if (isPage) c.res.headers.set('Content-Security-Policy', FRAMING_POLICY);
    });
  }
  app.get('/', async (c) => c.html(await frontPage(newsroom)));
  app.get('/local/plan.json', async (c) => {
    const now = newsroom.clock.now();
    const { entries } = await readOutlook(newsroom.world, now, now.add({ hours: YEAR_HOURS }));
    return c.json(planJson(entries));
  });
  app.route('/local', inboxRoutes(newsroom));
  app.route('/local', timelineRoutes(newsroom));
  app.route('/local', clockRoutes(newsroom));
  app.all('/local/*', (c) => c.text('There is no such page here. Start at http://127.0.0.1/ with the port of this newsroom.\n', 404));
  return app;
}

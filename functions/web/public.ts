import { Hono } from 'hono';
import { hasBegun } from '#core/publication';
import { eventCalendar } from '#core/ics';
import { links } from '#core/links';
import type { Rules } from '#core/rules';
import type { LearningEvent, Story } from '#core/story';
import type { World } from '#ports';
import { css } from '#templates/site-css';
import { publicStories, readWritten, type Written } from '#web/editorial';
import { MINUTES_FRESH, safeHeaders } from '#web/headers';
import { leaving } from '#web/leaving';
import { brandStyles, page, stylesheetVersion } from '#web/page';
import { nowOf, type WebEnv } from '#web/request';
import { cardOf, eventView, postView } from '#web/story-view';
import { storiesView } from '#web/stories-view';

type PublicWorld = Pick<World, 'editorial' | 'register' | 'subscribers' | 'suppressions' | 'tokens'>;

const FRESH = { 'Cache-Control': MINUTES_FRESH };
const FOR_EVER = 'public, max-age=31536000, immutable';
const A_DAY = 'public, max-age=86400';

/** What readers see. Works without JavaScript; GET never changes anything. */
export function publicSite(world: PublicWorld): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.use(safeHeaders);
  app.route('/', leaving(world));

  app.get('/assets/site.css', async (c) => {
    const { rules } = await readWritten(world);
    const asked = c.req.query('v') === stylesheetVersion(rules);
    return c.body(brandStyles(rules) + css, 200, { 'Content-Type': 'text/css; charset=utf-8', 'Cache-Control': asked ? FOR_EVER : 'no-cache' });
  });

  app.get('/images/:src{.+}', async (c) => {
    const image = await world.editorial.image(c.req.param('src'));
    if (!image?.type.startsWith('image/')) return c.notFound();
    return c.body(new Uint8Array(image.bytes), 200, { 'Content-Type': image.type, 'Cache-Control': A_DAY });
  });

  const list = async (written: Written, rules: Rules, now: ReturnType<typeof nowOf>) => {
    const view = storiesView(publicStories(written, rules, now), rules, now);
    const card = { url: links(rules).archive, description: `Posts and events of the ${rules.name}.`, type: 'website' as const, handle: rules.x.handle };
    return page('stories', view, { title: 'Posts and events', rules, current: '/posts', card });
  };
  for (const path of ['/', '/posts'] as const) {
    app.get(path, async (c) => {
      const written = await readWritten(world);
      if (!written.rules) return c.html(page('mending', {}, { title: 'We are mending this website', rules: undefined }), 503);
      return c.html(await list(written, written.rules, nowOf(c)), 200, FRESH);
    });
  }

  app.get('/posts/:slug', async (c) => {
    const written = await readWritten(world);
    const story = find(written, nowOf(c), (one) => one.kind === 'post' && one.slug === c.req.param('slug'));
    if (story?.kind !== 'post' || !written.rules) return c.notFound();
    const { rules, images } = written;
    return c.html(page('post', postView(story, rules, images), { title: story.title, rules, card: cardOf(story, rules) }), 200, FRESH);
  });

  app.get('/events/:file{.+\\.ics}', async (c) => {
    const slug = c.req.param('file').slice(0, -'.ics'.length);
    const written = await readWritten(world);
    const event = find(written, nowOf(c), (one) => one.kind === 'event' && one.slug === slug);
    if (event?.kind !== 'event' || !written.rules) return c.notFound();
    const headers = { 'Content-Type': 'text/calendar; charset=utf-8; method=PUBLISH', 'Content-Disposition': 'inline; filename="event.ics"', ...FRESH };
    return c.body(await calendarFile(world, event, written.rules), 200, headers);
  });

  app.get('/events/:slug', async (c) => {
    const written = await readWritten(world);
    const story = find(written, nowOf(c), (one) => one.kind === 'event' && one.slug === c.req.param('slug'));
    if (story?.kind !== 'event' || !written.rules) return c.notFound();
    const { rules, images } = written;
    return c.html(page('event', eventView(story, rules, images, nowOf(c)), { title: story.title, rules, card: cardOf(story, rules) }), 200, FRESH);
  });

  app.get('/privacy', async (c) => {
    const { rules } = await readWritten(world);
    if (!rules) return c.notFound();
    const view = { name: rules.name, short: rules.shortName, sender: rules.sender };
    return c.html(page('privacy', view, { title: 'Privacy', rules, current: '/privacy' }), 200, FRESH);
  });

  app.notFound(async (c) => {
    const { rules } = await readWritten(world);
    return c.html(page('not-found', { replyTo: rules?.sender.replyTo }, { title: 'Page not found', rules, noindex: true }), 404);
  });
  return app;
}

/** A story that readers may see by now. What is not published yet is not there. */
function find(written: Written, now: ReturnType<typeof nowOf>, is: (story: Story) => boolean): Story | undefined {
  return written.rules && publicStories(written, written.rules, now).find(is);
}

/** A cancelled event is served on, as cancelled: calendars that hold it must learn of it. */
async function calendarFile(world: PublicWorld, event: LearningEvent, rules: Rules): Promise<string> {
  const [records, sightings] = await Promise.all([world.register.publications(), world.register.sightings()]);
  const changes = records.filter((record) => record.kind === 'change' && record.stories.includes(event.slug) && hasBegun(record));
  const sighting = sightings.find(({ slug }) => slug === event.slug);
  const stamp = sighting?.edited ?? event.published.toZonedDateTime(rules.timezone).toInstant();
  return eventCalendar(event, { rules, method: 'PUBLISH', sequence: changes.length, stamp });
}

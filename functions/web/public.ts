import { type Context, Hono } from 'hono';
import type { Temporal } from 'temporal-polyfill';
import { eventCalendar } from '#core/ics';
import { links } from '#core/links';
import { hasBegun } from '#core/publication';
import type { Rules } from '#core/rules';
import type { ImageFile } from '#core/source';
import type { LearningEvent, Story } from '#core/story';
import type { World } from '#ports';
import { css } from '#templates/site-css';
import { publicStories, readWritten } from '#web/editorial';
import { MINUTES_FRESH, safeHeaders } from '#web/headers';
import { leaving } from '#web/leaving';
import { brandStyles, page, stylesheetVersion } from '#web/page';
import { nowOf, type WebEnv } from '#web/request';
import { storiesView } from '#web/stories-view';
import { cardOf, eventView, postView } from '#web/story-view';

type PublicWorld = Pick<World, 'editorial' | 'register' | 'subscribers' | 'suppressions' | 'tokens'>;

type Asked = Context<WebEnv>;
/** What readers may see by now, and the time it is. */
type Read = { rules: Rules; stories: Story[]; images: ImageFile[]; now: Temporal.Instant };

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
    return c.body(brandStyles(rules) + css, 200, {
      'Content-Type': 'text/css; charset=utf-8',
      'Cache-Control': asked ? FOR_EVER : 'no-cache',
    });
  });

  app.get('/images/:src{.+}', async (c) => {
    const image = await world.editorial.image(c.req.param('src'));
    if (!image?.type.startsWith('image/')) return c.notFound();
    return c.body(new Uint8Array(image.bytes), 200, { 'Content-Type': image.type, 'Cache-Control': A_DAY });
  });

  /** Answers with what is written; without rules that are in order there is nothing to show for a while. */
  const reading = (answer: (c: Asked, read: Read) => Response | Promise<Response>) => async (c: Asked) => {
    const written = await readWritten(world);
    if (!written.rules) return c.html(page('mending', {}, { title: 'We are mending this website', rules: undefined }), 503);
    const now = nowOf(c);
    return answer(c, { rules: written.rules, images: written.images, stories: publicStories(written, written.rules, now), now });
  };

  for (const path of ['/', '/posts']) {
    app.get(
      path,
      reading((c, { rules, stories, now }) => {
        const card = {
          url: links(rules).archive,
          description: `Posts and events of the ${rules.name}.`,
          type: 'website' as const,
          handle: rules.x.handle,
        };
        return c.html(
          page('stories', storiesView(stories, rules, now), { title: 'Posts and events', rules, current: '/posts', card }),
          200,
          FRESH,
        );
      }),
    );
  }

  app.get(
    '/posts/:slug',
    reading((c, { rules, stories, images }) => {
      const post = stories.find((story) => story.kind === 'post' && story.slug === c.req.param('slug'));
      if (post?.kind !== 'post') return c.notFound();
      return c.html(page('post', postView(post, rules, images), { title: post.title, rules, card: cardOf(post, rules) }), 200, FRESH);
    }),
  );

  app.get(
    '/events/:file{.+\\.ics}',
    reading(async (c, { rules, stories }) => {
      const event = stories.find((story) => story.kind === 'event' && `${story.slug}.ics` === c.req.param('file'));
      if (event?.kind !== 'event') return c.notFound();
      const headers = {
        'Content-Type': 'text/calendar; charset=utf-8; method=PUBLISH',
        'Content-Disposition': 'inline; filename="event.ics"',
        ...FRESH,
      };
      return c.body(await calendarFile(world, event, rules), 200, headers);
    }),
  );

  app.get(
    '/events/:slug',
    reading((c, { rules, stories, images, now }) => {
      const event = stories.find((story) => story.kind === 'event' && story.slug === c.req.param('slug'));
      if (event?.kind !== 'event') return c.notFound();
      return c.html(
        page('event', eventView(event, rules, images, now), { title: event.title, rules, card: cardOf(event, rules) }),
        200,
        FRESH,
      );
    }),
  );

  app.get(
    '/privacy',
    reading((c, { rules }) => {
      const view = { name: rules.name, short: rules.shortName, sender: rules.sender };
      return c.html(page('privacy', view, { title: 'Privacy', rules, current: '/privacy' }), 200, FRESH);
    }),
  );

  app.notFound(async (c) => {
    const { rules } = await readWritten(world);
    return c.html(page('not-found', { replyTo: rules?.sender.replyTo }, { title: 'Page not found', rules, noindex: true }), 404);
  });
  return app;
}

/** A cancelled event is served on, as cancelled: calendars that hold it must learn of it. */
async function calendarFile(world: PublicWorld, event: LearningEvent, rules: Rules): Promise<string> {
  const [records, sightings] = await Promise.all([world.register.publications(), world.register.sightings()]);
  const changes = records.filter((record) => record.kind === 'change' && record.stories.includes(event.slug) && hasBegun(record));
  const sighting = sightings.find(({ slug }) => slug === event.slug);
  const stamp = sighting?.edited ?? event.published.toZonedDateTime(rules.timezone).toInstant();
  return eventCalendar(event, { rules, method: 'PUBLISH', sequence: changes.length, stamp });
}

// What programs read: feeds, calendars and the sitemap.
import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { etag } from 'hono/etag';
import type { Temporal } from 'temporal-polyfill';
import type { Rules } from '#core/rules/rules';
import { atomFeed } from '#core/site/atom';
import { type Feed, feedOf, updatedAt } from '#core/site/feed';
import { eventCalendar } from '#core/site/ics-event';
import { calendarFeed, calendarVersions } from '#core/site/ics-feed';
import { jsonFeed } from '#core/site/json-feed';
import { links } from '#core/site/links';
import { robots, sitemap } from '#core/site/sitemap';
import { newest } from '#core/story/order';
import type { LearningEvent, PublicStory } from '#core/story/story';
import { FRESH } from '#web/headers';
import { httpDate } from '#web/http-date';
import type { ContentWorld } from '#web/read-content';
import type { WebEnv } from '#web/request';
import { addressOf, moved } from '#web/site/former-address';
import { type Read, readingStories } from '#web/with-content';

const CALENDAR = { 'Content-Type': 'text/calendar; charset=utf-8; method=PUBLISH', ...FRESH };

/** Serves feeds, calendars and the sitemap. Each answers conditional requests by its tag, and feeds by their date too. */
export function feeds(world: ContentWorld): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  const read = readingStories(world);
  for (const path of ['/feed.xml', '/feed.json', '/calendar.ics', '/events/:file{.+\\.ics}', '/sitemap.xml']) app.use(path, onlyIfChanged);

  const feed = (type: string, write: (feed: Feed) => string) =>
    read(async (c, { rules, stories, images }) => {
      const storiesSeen = new Map((await world.publications.storiesSeen()).map((storySeen) => [storySeen.slug, storySeen]));
      const feedContent = feedOf(stories, { rules, images, storiesSeen });
      return c.body(write(feedContent), 200, { 'Content-Type': type, 'Last-Modified': httpDate(feedContent.updated), ...FRESH });
    });
  app.get('/feed.xml', feed('application/atom+xml; charset=utf-8', atomFeed));
  app.get('/feed.json', feed('application/feed+json; charset=utf-8', jsonFeed));

  app.get(
    '/calendar.ics',
    read(async (c, { rules, stories, now }) => {
      const versions = await versionsOf(world, rules);
      return c.body(calendarFeed(stories.filter(isEvent), versions, rules, now), 200, CALENDAR);
    }),
  );

  // A cancelled event is still served, as cancelled: calendars that have it must learn of it.
  app.get(
    '/events/:file{.+\\.ics}',
    read(async (c, { rules, stories, movedTo }) => {
      const name = (c.req.param('file') ?? '').replace(/\.ics$/u, '');
      const event = stories.filter(isEvent).find((story) => addressOf(story) === name);
      if (!event) return moved(c, movedTo('event', name), links({ site: '' }).calendarFile);
      const versions = await versionsOf(world, rules);
      const file = eventCalendar(event, { rules, method: 'PUBLISH', ...versions(event) });
      return c.body(file, 200, { ...CALENDAR, 'Content-Disposition': 'inline; filename="event.ics"' });
    }),
  );

  app.get(
    '/sitemap.xml',
    read(async (c, all) => {
      const storiesSeen = new Map((await world.publications.storiesSeen()).map((storySeen) => [storySeen.slug, storySeen]));
      const pages = pagesOf(all, (story) => updatedAt(story, storiesSeen.get(story.slug), all.rules));
      return c.body(sitemap(pages), 200, { 'Content-Type': 'application/xml; charset=utf-8', ...FRESH });
    }),
  );

  app.get(
    '/robots.txt',
    read((c, { rules }) => c.text(robots(links(rules)), 200, FRESH)),
  );

  return app;
}

/** Weak, because compression on the way changes the bytes. */
const tagged = etag({ weak: true });

/**
 * Answers 304 when the client has the current content. The tag is of the content. The date is for the few clients without a tag: it
 * covers new stories and changed events, but no corrected wording.
 */
const onlyIfChanged: MiddlewareHandler = async (c: Context, next) => {
  await tagged(c, next);
  const { status, headers } = c.res;
  const since = c.req.header('If-None-Match') === undefined ? c.req.header('If-Modified-Since') : undefined;
  if (status !== 200 || since === undefined || since !== headers.get('Last-Modified')) return;
  const kept = [...headers].filter(([name]) => name === 'cache-control' || name === 'etag' || name === 'last-modified');
  c.res = new Response(null, { status: 304, headers: kept });
};

async function versionsOf(world: ContentWorld, rules: Rules) {
  const [records, storiesSeen] = await Promise.all([world.publications.all(), world.publications.storiesSeen()]);
  return calendarVersions(records, storiesSeen, rules);
}

function pagesOf({ rules, stories }: Read, updated: (story: PublicStory) => Temporal.Instant) {
  const site = links(rules);
  const lists = [site.storyList, site.events, site.topics, site.calendar, site.sentEmails, site.accessibility, site.privacy];
  const topics = [...rules.topics.keys()].filter((topic) => stories.some((story) => story.topics.includes(topic)));
  return [
    ...[...lists, ...topics.map(site.topic)].map((url) => ({ url })),
    ...newest(stories).map((story) => ({ url: site.story(story), updated: updated(story) })),
  ];
}

function isEvent(story: PublicStory): story is LearningEvent {
  return story.kind === 'event';
}

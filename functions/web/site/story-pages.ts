import { Hono } from 'hono';
import { cardVersion } from '#core/card/card-layout';
import { eventCard } from '#core/card/event-card';
import { links } from '#core/site/links';
import { structuredData } from '#core/site/structured-data';
import { newest } from '#core/story/order';
import type { World } from '#ports';
import { FOR_EVER, FRESH } from '#web/headers';
import { page } from '#web/page';
import { paged, pageTitle } from '#web/paging';
import type { ContentWorld } from '#web/read-content';
import type { WebEnv } from '#web/request';
import { addressOf, moved } from '#web/site/former-address';
import { eventsView, linesView, storiesView } from '#web/site/stories-view';
import { cardOf, eventView, postView, siteCard, topicLink } from '#web/site/story-view';
import { readingStories } from '#web/with-content';

const here = links({ site: '' });

/** Serves posts and events, one by one, in lists, and by topic. */
export function storyPages(world: ContentWorld & Pick<World, 'cards'>): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  const read = readingStories(world);

  for (const path of ['/', '/posts']) {
    app.get(
      path,
      read((c, { rules, stories, now }) => {
        const list = storiesView(stories, rules, now, c.req.query('page'));
        if (!list) return c.notFound();
        const card = siteCard(rules, links(rules).storyList, `Posts and events of the ${rules.name}.`);
        const around = { title: pageTitle('Posts and events', list), rules, current: '/posts', card };
        return c.html(page('site/stories', list.view, around), 200, FRESH);
      }),
    );
  }

  app.get(
    '/posts/:slug',
    read((c, { rules, stories, images, movedTo }) => {
      const post = stories.find((story) => story.kind === 'post' && addressOf(story) === c.req.param('slug'));
      if (post?.kind !== 'post') return moved(c, movedTo('post', c.req.param('slug') ?? ''), here.story);
      const around = { title: post.title, rules, card: cardOf(post, rules), data: structuredData(post, rules) };
      return c.html(page('site/post', postView(post, rules, images), around), 200, FRESH);
    }),
  );

  app.get(
    '/events',
    read((c, { rules, stories, now }) => {
      const list = eventsView(stories, rules, now, c.req.query('page'));
      if (!list) return c.notFound();
      const card = siteCard(rules, links(rules).events, `Events of the ${rules.name}, coming and past.`);
      return c.html(page('site/events', list.view, { title: pageTitle('Events', list), rules, current: '/posts', card }), 200, FRESH);
    }),
  );

  app.get(
    '/events/:slug',
    read((c, { rules, stories, images, now, movedTo }) => {
      const event = stories.find((story) => story.kind === 'event' && addressOf(story) === c.req.param('slug'));
      if (event?.kind !== 'event') return moved(c, movedTo('event', c.req.param('slug') ?? ''), here.story);
      const around = { title: event.title, rules, card: cardOf(event, rules), data: structuredData(event, rules) };
      return c.html(page('site/event', eventView(event, rules, images, now), around), 200, FRESH);
    }),
  );

  app.get(
    '/events/:slug/card.png',
    read(async (c, { rules, stories, movedTo }) => {
      const name = c.req.param('slug') ?? '';
      const event = stories.find((story) => story.kind === 'event' && addressOf(story) === name) ?? movedTo('event', name);
      const card = event?.kind === 'event' ? eventCard(event, rules) : undefined;
      if (!event || !card) return c.notFound();
      // Only the current version is drawn, so that requests for other versions cause no drawing.
      const version = cardVersion(card);
      if (c.req.query('v') !== version || addressOf(event) !== name) {
        c.header('Cache-Control', FRESH['Cache-Control']);
        return c.redirect(here.eventCard(event, version));
      }
      const { bytes, type } = await world.cards.event(card);
      return c.body(new Uint8Array(bytes), 200, { 'Content-Type': type, 'Cache-Control': FOR_EVER });
    }),
  );

  app.get(
    '/topics',
    read((c, { rules, stories }) => {
      const topics = [...rules.topics.keys()].map((topic) => {
        const count = stories.filter((story) => story.topics.includes(topic)).length;
        return { ...topicLink(topic, rules), count: countText(count) };
      });
      const card = siteCard(rules, links(rules).topics, `What the ${rules.name} writes about.`);
      return c.html(page('site/topics', { topics }, { title: 'Topics', rules, current: '/topics', card }), 200, FRESH);
    }),
  );

  app.get(
    '/topics/:topic',
    read((c, { rules, stories }) => {
      const asked = c.req.param('topic');
      const merged = [...(rules.mergedTopics ?? [])].find(([former]) => former === asked);
      if (merged) return c.redirect(links({ site: '' }).topic(merged[1]), 301);
      const topic = [...rules.topics].find(([key]) => key === asked);
      if (!topic) return c.notFound();
      const [key, label] = topic;
      const about = newest(stories.filter((story) => story.topics.includes(key)));
      const list = paged(about, c.req.query('page'), links({ site: '' }).topic(key));
      if (!list) return c.notFound();
      const card = siteCard(rules, links(rules).topic(key), `Posts and events about ${label}, from the ${rules.name}.`);
      const around = { title: pageTitle(label, list), rules, current: '/topics', card };
      return c.html(page('site/topic', { words: label, ...linesView(list) }, around), 200, FRESH);
    }),
  );

  return app;
}

function countText(count: number): string {
  if (count === 0) return 'nothing yet';
  return count === 1 ? '1 post or event' : `${count} posts and events`;
}

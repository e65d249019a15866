import { Hono } from 'hono';
import { cleanQuery, type FoldedStory, foldedStory, searchStories } from '#core/site/search';
import type { PublicStory } from '#core/story/story';
import { FRESH } from '#web/headers';
import { page } from '#web/page';
import { paged, pageTitle } from '#web/paging';
import type { ContentWorld } from '#web/read-content';
import type { WebEnv } from '#web/request';
import { linesView } from '#web/site/stories-view';
import { topicLink } from '#web/site/story-view';
import { readingStories } from '#web/with-content';

/** The folded words of each story, for as long as the story is in memory. */
const known = new WeakMap<PublicStory, FoldedStory>();

/** Serves the search of posts and events, with a form that works without JavaScript. */
export function searchPage(world: ContentWorld): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.get(
    '/search',
    readingStories(world)((c, { rules, stories }) => {
      const query = cleanQuery(c.req.query('q') ?? '');
      const foldedOf = (story: PublicStory) => {
        const folded = known.get(story) ?? foldedStory(story, rules);
        known.set(story, folded);
        return folded;
      };
      const found = searchStories(stories, query, foldedOf);
      const list = paged(found, c.req.query('page'), `/search?q=${encodeURIComponent(query)}`);
      if (!list) return c.notFound();
      const view = {
        query,
        asked: query !== '',
        count: found.length === 1 ? '1 result' : `${found.length} results`,
        none: found.length === 0,
        topics: [...rules.topics.keys()].map((topic) => topicLink(topic, rules)),
        ...linesView(list),
      };
      const title = pageTitle(query === '' ? 'Search' : `${query} – search results`, list);
      return c.html(page('site/search', view, { title, rules, current: '/search', noindex: true }), 200, FRESH);
    }),
  );
  return app;
}

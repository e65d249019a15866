import type { Feed } from '#core/site/feed';

/** Returns the feed as JSON Feed 1.1 (jsonfeed.org/version/1.1). */
export function jsonFeed({ name, description, site, author, entries }: Feed): string {
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: name,
    description,
    home_page_url: site.storyList,
    feed_url: site.jsonFeed,
    language: 'en-GB',
    authors: [{ name: author, url: site.home }],
    items: entries.map((entry) => ({
      id: entry.id,
      url: entry.url,
      title: entry.title,
      summary: entry.summary,
      content_html: entry.html,
      ...(entry.image === undefined ? {} : { image: entry.image }),
      date_published: entry.published.toString({ smallestUnit: 'second' }),
      date_modified: entry.updated.toString({ smallestUnit: 'second' }),
      ...(entry.author === undefined ? {} : { authors: [{ name: entry.author }] }),
      tags: entry.topics.map(({ label }) => label),
    })),
  });
}

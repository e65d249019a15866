import type { Feed, FeedEntry } from '#core/site/feed';
import { xmlText } from '#core/text/xml';

/** Returns the feed as Atom (RFC 4287). */
export function atomFeed({ name, description, site, author, updated, entries }: Feed): string {
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB">',
    `<id>${xmlText(site.atomFeed)}</id>`,
    `<title>${xmlText(name)}</title>`,
    `<subtitle>${xmlText(description)}</subtitle>`,
    `<updated>${updated.toString({ smallestUnit: 'second' })}</updated>`,
    // The author of entries without one of their own (RFC 4287 section 4.1.1).
    `<author><name>${xmlText(author)}</name></author>`,
    `<link rel="self" type="application/atom+xml" href="${xmlText(site.atomFeed)}"/>`,
    `<link rel="alternate" type="text/html" href="${xmlText(site.storyList)}"/>`,
    '<generator>Newsroom</generator>',
    ...entries.flatMap(entryLines),
    '</feed>',
    '',
  ].join('\n');
}

function entryLines(entry: FeedEntry): string[] {
  return [
    '<entry>',
    `<id>${xmlText(entry.id)}</id>`,
    `<title>${xmlText(entry.title)}</title>`,
    `<link rel="alternate" type="text/html" href="${xmlText(entry.url)}"/>`,
    `<published>${entry.published.toString({ smallestUnit: 'second' })}</published>`,
    `<updated>${entry.updated.toString({ smallestUnit: 'second' })}</updated>`,
    ...(entry.author === undefined ? [] : [`<author><name>${xmlText(entry.author)}</name></author>`]),
    ...entry.topics.map(({ key, label }) => `<category term="${xmlText(key)}" label="${xmlText(label)}"/>`),
    `<summary>${xmlText(entry.summary)}</summary>`,
    `<content type="html">${xmlText(entry.html)}</content>`,
    '</entry>',
  ];
}

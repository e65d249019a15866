import type { Temporal } from 'temporal-polyfill';
import type { Links } from '#core/site/links';
import { xmlText } from '#core/text/xml';

/** A page for search engines. `updated`: when it last changed, if known. */
export type SitemapPage = { url: string; updated?: Temporal.Instant };

/** The most addresses that a site map may hold (sitemaps.org). */
const MOST = 50_000;

/** Returns the site map (sitemaps.org) of the first 50,000 pages. */
export function sitemap(pages: readonly SitemapPage[]): string {
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
    ...pages
      .slice(0, MOST)
      .map(
        ({ url, updated }) =>
          `<url><loc>${xmlText(url)}</loc>${updated ? `<lastmod>${updated.toString({ smallestUnit: 'second' })}</lastmod>` : ''}</url>`,
      ),
    '</urlset>',
    '',
  ].join('\n');
}

/** Returns `robots.txt`. It asks crawlers to leave personal links, the desk and the endless search results alone. */
export function robots(site: Links): string {
  const closed = ['/u/', '/p/', '/c/', '/desk', '/search'];
  return ['User-agent: *', ...closed.map((path) => `Disallow: ${path}`), '', `Sitemap: ${site.sitemap}`, ''].join('\n');
}

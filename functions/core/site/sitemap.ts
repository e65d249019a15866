import type { Temporal } from 'temporal-polyfill';
import type { Links } from '#core/site/links';
import { xmlText } from '#core/text/xml';

/** A page for search engines to know of, and the moment of its last change if that is known. */
export type SitemapPage = { url: string; updated?: Temporal.Instant };

/** A site map may hold so many addresses (sitemaps.org). */
const MOST = 50_000;

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

/** What programs that read the whole web are asked to leave alone: personal links, the desk, and searches without end. */
export function robots(site: Links): string {
  const closed = ['/u/', '/p/', '/c/', '/desk', '/search'];
  return ['User-agent: *', ...closed.map((path) => `Disallow: ${path}`), '', `Sitemap: ${site.sitemap}`, ''].join('\n');
}

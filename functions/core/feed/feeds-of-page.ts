// Where a website says that its feeds are: in the head of each of its pages.
import { Parser } from 'htmlparser2';

/** A head is at the beginning. */
const HEAD_CHARACTERS = 300_000;
const FEEDS = /^application\/(?:rss\+xml|atom\+xml|feed\+json)$/iu;

/**
 * Returns the addresses of a page's feeds, the one that says most first: the JSON of WordPress with alt texts and authors, then the others
 * in the order of the page. Feeds of comments are left out.
 */
export function feedsOfPage(html: string, page: string): string[] {
  const wordpress: string[] = [];
  const others: string[] = [];
  const parser = new Parser({
    onopentag(name, { rel = '', type = '', href = '', title = '' }) {
      if (name !== 'link' || !URL.canParse(href, page)) return;
      const url = new URL(href, page);
      if (rel === 'https://api.w.org/') wordpress.push(postsOf(url));
      else if (/\balternate\b/iu.test(rel) && FEEDS.test(type) && !/comment/iu.test(`${title} ${url.pathname}`)) others.push(url.href);
    },
  });
  parser.write(html.slice(0, HEAD_CHARACTERS));
  parser.end();
  return [...wordpress, ...others];
}

const WANTED = {
  per_page: '50',
  _embed: 'author,wp:featuredmedia,wp:term',
  _fields: 'guid,link,date_gmt,title,content,excerpt,_links,_embedded',
};

/** Returns the address of the newest posts, of a site whose addresses have words or (`?rest_route=/`) none. */
function postsOf(api: URL): string {
  const posts = new URL(api);
  const route = posts.searchParams.get('rest_route');
  if (route === null) posts.pathname = `${posts.pathname.replace(/\/?$/u, '/')}wp/v2/posts`;
  else posts.searchParams.set('rest_route', `${route.replace(/\/?$/u, '/')}wp/v2/posts`);
  for (const [name, value] of Object.entries(WANTED)) posts.searchParams.set(name, value);
  return posts.href;
}

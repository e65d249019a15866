import { Hono } from 'hono';
import { Temporal } from 'temporal-polyfill';
import twitter from 'twitter-text';
import { nhsDateTime } from '#core/time/nhs-dates';
import { postedBy } from '#flow/social/posts-by-id';
import { localPage, type Shown } from '#local/pages/local-page';
import type { XPost } from '#local/social/x-posts';
import { readWritten } from '#web/read-content';

/** Shows the posts of the local X account, as a page and as JSON. */
export function timelineRoutes(newsroom: Shown): Hono {
  const app = new Hono();
  const at = (post: XPost) => Temporal.Instant.from(post.at).toZonedDateTimeISO(newsroom.timezone);

  app.get('/x.json', async (c) => {
    const publications = await postedBy(newsroom.world);
    return c.json(
      newsroom.x.posts().map((post) => ({
        publication: publications.get(post.id),
        at: at(post).toString({ smallestUnit: 'second' }),
        text: post.text,
        media: post.media.map(({ alt }) => ({ alt })),
        id: post.id,
        inReplyTo: post.inReplyTo,
      })),
    );
  });

  app.get('/x', async (c) => {
    const { rules } = await readWritten(newsroom.world);
    const publications = await postedBy(newsroom.world);
    const shown = (post: XPost) => {
      const publication = publications.get(post.id);
      return {
        when: nhsDateTime(at(post)),
        pieces: piecesOf(post.text, rules?.site ?? ''),
        media: post.media.map(({ id, alt }) => ({ url: `/local/x/media/${id}`, alt })),
        ...(publication === undefined ? {} : { publication: `/desk/publications/${encodeURIComponent(publication)}` }),
      };
    };
    const threads = threadsOf(newsroom.x.posts()).map((posts) => ({ posts: posts.map(shown), thread: posts.length > 1 }));
    const view = { name: rules?.name, handle: rules?.x.handle, threads, site: rules?.site };
    return c.html(await localPage(newsroom, 'timeline', view, { title: 'X timeline', current: '/local/x' }));
  });

  app.get('/x/media/:id', async (c) => {
    const media = await newsroom.x.media(c.req.param('id'));
    return media ? c.body(new Uint8Array(media.bytes), 200, { 'Content-Type': media.type }) : c.notFound();
  });
  return app;
}

/** The newest thread comes first. Within a thread, posts are in reading order. */
function threadsOf(posts: readonly XPost[]): XPost[][] {
  const threads = new Map<string, XPost[]>();
  const rootOf = new Map<string, string>();
  for (const post of posts) {
    const root = (post.inReplyTo === undefined ? undefined : rootOf.get(post.inReplyTo)) ?? post.id;
    rootOf.set(post.id, root);
    threads.set(root, [...(threads.get(root) ?? []), post]);
  }
  return [...threads.values()].reverse();
}

/** Splits a post's text at its links, which have no scheme, as on X. Links to the site lead to the site on this machine. */
function piecesOf(text: string, site: string): { text: string; url?: string }[] {
  const pieces: { text: string; url?: string }[] = [];
  let end = 0;
  for (const { url, indices } of twitter.extractUrlsWithIndices(text)) {
    pieces.push({ text: text.slice(end, indices[0]) });
    const whole = /^https?:\/\//i.test(url) ? url : `http://${url}`;
    pieces.push({
      text: url.replace(/^https?:\/\//i, ''),
      url: site !== '' && whole.startsWith(`${site}/`) ? whole.slice(site.length) : whole,
    });
    end = indices[1];
  }
  return [...pieces, { text: text.slice(end) }];
}

import type { PublicStory, Slug } from '#core/story/story';
import { FRESH } from '#web/headers';
import type { Asked } from '#web/with-content';

/** Returns a story's name in web addresses. */
export function addressOf({ slug, address = slug }: PublicStory): Slug {
  return address;
}

/**
 * Leads from a former address of a story to its present one; 404 when the story is not there. Links in emails keep their parameters. The
 * answer is cached for minutes only, because a file may get its old name back.
 */
export function moved(c: Asked, story: PublicStory | undefined, pageOf: (story: PublicStory) => string): Response | Promise<Response> {
  if (!story) return c.notFound();
  c.header('Cache-Control', FRESH['Cache-Control']);
  return c.redirect(`${pageOf(story)}${new URL(c.req.url).search}`, 301);
}

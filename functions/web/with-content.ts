import type { Context } from 'hono';
import type { Temporal } from 'temporal-polyfill';
import type { ImageFile } from '#core/image/image-file';
import type { Rules } from '#core/rules/rules';
import type { Story } from '#core/story/story';
import type { World } from '#ports';
import { page } from '#web/page';
import { publicStories, readWritten } from '#web/read-content';
import { nowOf, type WebEnv } from '#web/request';

export type Asked = Context<WebEnv>;

/** The content that readers may see at `now`. */
export type Read = { rules: Rules; stories: Story[]; images: ImageFile[]; now: Temporal.Instant };

/** Wraps a page that needs the content. While the rules have a problem, it answers 503 with a page that says so. */
export function reading(
  world: Pick<World, 'content'>,
): (answer: (c: Asked, read: Read) => Response | Promise<Response>) => (c: Asked) => Promise<Response> {
  return (answer: (c: Asked, read: Read) => Response | Promise<Response>) => async (c: Asked) => {
    const written = await readWritten(world);
    if (!written.rules) return c.html(page('mending', {}, { title: 'We are mending this website', rules: undefined }), 503);
    const now = nowOf(c);
    return answer(c, { rules: written.rules, images: written.images, stories: publicStories(written, written.rules, now), now });
  };
}

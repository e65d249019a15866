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

/** What readers may see by now, and the time it is. */
export type Read = { rules: Rules; stories: Story[]; images: ImageFile[]; now: Temporal.Instant };

/** Answers with what is written; without rules that are in order there is nothing to show for a while. */
export function reading(world: Pick<World, 'content'>) {
  return (answer: (c: Asked, read: Read) => Response | Promise<Response>) => async (c: Asked) => {
    const written = await readWritten(world);
    if (!written.rules) return c.html(page('mending', {}, { title: 'We are mending this website', rules: undefined }), 503);
    const now = nowOf(c);
    return answer(c, { rules: written.rules, images: written.images, stories: publicStories(written, written.rules, now), now });
  };
}

import type { Temporal } from 'temporal-polyfill';
import { atWallClock, isBefore } from '#core/calendar';
import { readNewsroom } from '#core/edition';
import type { Problem } from '#core/problem';
import type { Rules } from '#core/rules';
import type { ImageFile } from '#core/source';
import type { Story } from '#core/story';
import type { World } from '#ports';

/** What the editor has written, as a page needs it: with rules that have a problem there are no stories, only problems. */
export type Written = { rules?: Rules; stories: Story[]; problems: Problem[]; images: ImageFile[] };

export async function readWritten(world: Pick<World, 'editorial'>): Promise<Written> {
  const sources = await world.editorial.read();
  const { newsroom, problems } = readNewsroom(sources);
  return { stories: newsroom?.stories ?? [], problems, images: sources.images, ...(newsroom ? { rules: newsroom.rules } : {}) };
}

/** The stories that readers may see by now. */
export function publicStories(written: Written, rules: Rules, now: Temporal.Instant): Story[] {
  const here = now.toZonedDateTimeISO(rules.timezone);
  return written.stories.filter((story) => !isBefore(here, atWallClock(story.published, rules.timezone)));
}

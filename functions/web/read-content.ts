import type { Temporal } from 'temporal-polyfill';
import type { ImageFile } from '#core/image/image-file';
import type { Problem } from '#core/parsing/problem';
import type { SourceFile } from '#core/parsing/source-file';
import type { Rules } from '#core/rules/rules';
import { readNewsroom } from '#core/story/snapshot';
import type { Story } from '#core/story/story';
import { isBefore } from '#core/time/compare';
import { atWallClock } from '#core/time/wall-clock';
import type { World } from '#ports';

/**
 * The editor's content as a page needs it. With a problem in the rules there are no stories, only problems. `files`: those of all stories.
 */
export type Written = { rules?: Rules; stories: Story[]; problems: Problem[]; images: ImageFile[]; files: SourceFile[] };

type Sources = Awaited<ReturnType<World['content']['read']>>;

/** The last result and its sources: 500 stories take 200 ms to read, and rarely change between two requests. */
const lastRead = new WeakMap<World['content'], { sources: Sources; written: Written }>();

/** Reads the editor's content, or returns the last result when no file has changed. */
export async function readWritten(world: Pick<World, 'content'>): Promise<Written> {
  const sources = await world.content.read();
  const last = lastRead.get(world.content);
  if (last && areSame(last.sources, sources)) return last.written;
  const { newsroom, problems } = readNewsroom(sources);
  const written = {
    stories: newsroom?.stories ?? [],
    problems,
    images: sources.images,
    files: sources.stories,
    ...(newsroom ? { rules: newsroom.rules } : {}),
  };
  lastRead.set(world.content, { sources, written });
  return written;
}

/** True when no file has changed: the content port returns the same object until it fetches a file again. */
function areSame(a: Sources, b: Sources): boolean {
  const each = <T>(some: readonly T[], others: readonly T[]) => some.length === others.length && some.every((one, i) => one === others[i]);
  return a.rules === b.rules && each(a.stories, b.stories) && each(a.images, b.images);
}

/** Returns the stories that readers may see by now. */
export function publicStories(written: Written, rules: Rules, now: Temporal.Instant): Story[] {
  const here = now.toZonedDateTimeISO(rules.timezone);
  return written.stories.filter((story) => !isBefore(here, atWallClock(story.published, rules.timezone)));
}

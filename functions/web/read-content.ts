import type { Temporal } from 'temporal-polyfill';
import type { ImageFile } from '#core/image/image-file';
import type { Problem } from '#core/parsing/problem';
import type { SourceFile } from '#core/parsing/source-file';
import type { Rules } from '#core/rules/rules';
import { isPublic, type PublicStory, type Story } from '#core/story/story';
import { isBefore } from '#core/time/compare';
import { atWallClock } from '#core/time/wall-clock';
import { areSame, type ContentRead, readContent, type Sources } from '#flow/publish/read-content';
import type { World } from '#ports';

export type ContentWorld = Pick<World, 'content' | 'publications' | 'texts'>;

/**
 * The editor's content as a page needs it. `rules`: absent while they have a problem and there were no good ones before; then
 * there are no stories either. `files`: those of all stories. `drafts`: those that say `draft: true`.
 */
export type Written = { rules?: Rules; stories: Story[]; problems: Problem[]; images: ImageFile[]; files: SourceFile[]; drafts: string[] };

/** The last result and what it was read from: 500 stories take 200 ms to read, and rarely change between two requests. */
type Kept = { present: Sources; lastGood: string | undefined; isWhole: boolean; written: Written };
const kept = new WeakMap<World['content'], Kept>();

/** Reads the editor's content, or returns the last result when no file has changed. */
export async function readWritten(world: ContentWorld): Promise<Written> {
  return (await readNow(world)).written;
}

type Read = { present: Sources; written: Written };

async function readNow(world: ContentWorld): Promise<Read> {
  const present = await world.content.read();
  const before = kept.get(world.content);
  const isSame = before !== undefined && areSame(before.present, present);
  if (isSame && before.isWhole) return { present, written: before.written };
  // The tick may have found good rules since.
  const lastGood = (await world.publications.progress())?.lastGood;
  if (isSame && before.lastGood === lastGood?.sealed) return { present, written: before.written };
  const read = await readContent(world, present, lastGood);
  const written = writtenOf(read);
  const isWhole = read.newsroom !== undefined && !read.notInForce;
  kept.set(world.content, { present, lastGood: lastGood?.sealed, isWhole, written });
  return { present, written };
}

/** What each request has read last. */
const readBy = new WeakMap<object, Read>();

/** Reads the editor's content for a request `c`, as it is at this moment. */
export async function readFor(c: object, world: ContentWorld): Promise<Written> {
  const read = await readNow(world);
  readBy.set(c, read);
  return read.written;
}

/**
 * Returns what the request has read last, and a world with that content, so that a page, its frame and its previews are made from one
 * listing of the files.
 */
export async function readBefore<W extends ContentWorld>(c: object, world: W): Promise<{ written: Written; world: W }> {
  const { written, present } = readBy.get(c) ?? (await readNow(world));
  readBy.set(c, { written, present });
  return { written, world: { ...world, content: { ...world.content, read: async () => present } } };
}

function writtenOf({ newsroom, problems, sources }: ContentRead): Written {
  return {
    stories: newsroom?.stories ?? [],
    problems,
    images: sources.images,
    files: sources.stories,
    drafts: newsroom?.drafts ?? [],
    ...(newsroom ? { rules: newsroom.rules } : {}),
  };
}

/** Returns the stories that readers may see by now. A message has no page. */
export function publicStories(stories: readonly Story[], rules: Rules, now: Temporal.Instant): PublicStory[] {
  const here = now.toZonedDateTimeISO(rules.timezone);
  return stories.filter(isPublic).filter((story) => !isBefore(here, atWallClock(story.published, rules.timezone)));
}

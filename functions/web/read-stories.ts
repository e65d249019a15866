import type { Temporal } from 'temporal-polyfill';
import { identifyStories } from '#core/story/identity';
import type { Slug, Story } from '#core/story/story';
import type { World } from '#ports';
import { readWritten, type Written } from '#web/read-content';

/** What a page of stories reads: the files, and which story each file was when a tick last saw it. */
export type StoriesWorld = { content: World['content']; publications: Pick<World['publications'], 'storiesSeen'> };

/** The content with the identities of its stories. `formerAddresses`: the story that an address led to before its file was renamed. */
export type Identified = Written & { formerAddresses: ReadonlyMap<string, Story> };

/** The last result, until a file changes. */
const lastIdentified = new WeakMap<Written, Identified>();

/**
 * Reads the editor's content with the identity and address of each story. Until a tick has recorded which stories changed files are, the
 * records are read each time.
 */
export async function readIdentified(world: StoriesWorld, now: Temporal.Instant): Promise<Identified> {
  const written = await readWritten(world);
  const last = lastIdentified.get(written);
  if (last) return last;
  const known = await world.publications.storiesSeen();
  const { stories, problems, storiesSeen, changed } = identifyStories({ ...written, known, told: NOBODY, now });
  const formerAddresses = new Map(
    stories.flatMap((story) => (storiesSeen.get(story.slug)?.formerAddresses ?? []).map((name): [string, Story] => [name, story])),
  );
  const identified = { ...written, stories, problems: [...written.problems, ...problems], formerAddresses };
  if (changed.length === 0) lastIdentified.set(written, identified);
  return identified;
}

/** The records themselves say which stories readers have been told of, one tick later. */
const NOBODY: ReadonlySet<Slug> = new Set();

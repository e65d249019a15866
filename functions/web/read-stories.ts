import type { Temporal } from 'temporal-polyfill';
import { hasBegun } from '#core/publication/publication';
import { identifyStories } from '#core/story/identity';
import { fileOf } from '#core/story/resemblance';
import { storyInSnapshot } from '#core/story/snapshot';
import type { Slug, Story } from '#core/story/story';
import type { StorySeen } from '#core/story/story-seen';
import { byTime } from '#core/time/compare';
import { type ContentWorld, readWritten, type Written } from '#web/read-content';

/**
 * The content with the identities of its stories. `asSent`: the stories whose files have a problem, as readers got them last.
 * Drafts have no page. `formerAddresses`: the story that an address led to before its file was renamed.
 */
export type Identified = Written & { asSent: Story[]; formerAddresses: ReadonlyMap<string, Story> };

/** The last result, until a file changes. */
const lastIdentified = new WeakMap<Written, Identified>();

/**
 * Reads the editor's content with the identity and address of each story. Until a tick has recorded which stories changed files are, the
 * records are read each time.
 */
export async function readIdentified(world: ContentWorld, now: Temporal.Instant): Promise<Identified> {
  const written = await readWritten(world);
  const last = lastIdentified.get(written);
  if (last) return last;
  const known = await world.publications.storiesSeen();
  if (!written.rules) return { ...written, asSent: [], formerAddresses: new Map() };
  const { stories, problems, storiesSeen, changed } = identifyStories({ ...written, rules: written.rules, known, told: NOBODY, now });
  const readable = new Set(stories.map(({ slug }) => slug));
  const unreadable = [...storiesSeen.values()].filter(
    (record) => !readable.has(record.slug) && !record.gone && record.copyOf === undefined && !written.drafts.includes(fileOf(record)),
  );
  const asSent = await storiesAsSent(world, unreadable);
  const formerAddresses = new Map(
    [...stories, ...asSent].flatMap((story) =>
      (storiesSeen.get(story.slug)?.formerAddresses ?? []).map((name): [string, Story] => [name, story]),
    ),
  );
  const identified = { ...written, stories, asSent, problems: [...written.problems, ...problems], formerAddresses };
  if (changed.length === 0) lastIdentified.set(written, identified);
  return identified;
}

/** The pages read this from the records, which say it one tick later. */
const NOBODY: ReadonlyMap<Slug, Temporal.Instant> = new Map();

/** Returns stories as they were sealed for their last email, so that a slip in a file takes no page off the site. */
async function storiesAsSent(world: ContentWorld, unreadable: readonly StorySeen[]): Promise<Story[]> {
  if (unreadable.length === 0) return [];
  const sent = (await world.publications.all())
    .filter((record) => record.channel === 'email' && hasBegun(record))
    .toSorted((a, b) => byTime(b.due, a.due));
  const found = unreadable.map(async ({ slug, address }) => {
    const snapshot = sent.find((record) => record.stories.includes(slug))?.snapshot;
    const story = snapshot === undefined ? undefined : storyInSnapshot(await world.texts.get(snapshot), slug);
    return story && { ...story, ...(address === undefined ? {} : { address }) };
  });
  return (await Promise.all(found)).filter((story) => story !== undefined);
}

// Changes of a draft that take no form: an earlier version comes back, the draft is deleted or opened again, or agrees with its file again.
import { type DraftHead, type DraftId, type DraftMark, type DraftVersion, hasEnded } from '#core/draft/draft';
import { addVersion, type Saved, type Writer } from '#flow/draft/save-draft';
import type { World } from '#ports';

type DraftsWorld = Pick<World, 'drafts'>;

/** Saves of others in between. More than that at one moment is no accident. */
const MOST_TRIES = 5;

/** Brings an earlier version back as the newest one, on top of whatever was saved meanwhile. */
export async function bringBack(world: DraftsWorld, id: DraftId, version: number, writer: Writer): Promise<Saved> {
  const earlier = await world.drafts.find(id, version);
  if (earlier === undefined) return { kind: 'unknown' };
  return changeNewest(world, id, writer, { text: earlier.text, title: earlier.title, state: 'open' });
}

/** Deletes a draft, with whatever was saved meanwhile, or takes that back. */
export async function setState(world: DraftsWorld, id: DraftId, state: 'deleted' | 'open', writer: Writer): Promise<Saved> {
  return changeNewest(world, id, writer, { state });
}

async function changeNewest(world: DraftsWorld, id: DraftId, writer: Writer, change: Partial<DraftVersion>): Promise<Saved> {
  for (let tries = 1; ; tries += 1) {
    const newest = await world.drafts.newest(id);
    if (newest === undefined || hasEnded(newest, writer.at)) return { kind: 'unknown' };
    const changed: DraftVersion = { ...newest, ...change };
    if (changed.state === newest.state && changed.text === newest.text) return { kind: 'saved', draft: newest };
    const saved = await addVersion(world, { ...changed, ...writer, version: newest.version + 1 });
    if (saved.kind !== 'crossed' || tries === MOST_TRIES) return saved;
  }
}

/** How far back is looked for words that the desk itself has written into the file. */
const MOST_EARLIER = 200;

/**
 * Returns what a version with the words of its file is. What the draft had since it last agreed with its file was written by a Publish that
 * broke off before it was recorded; anything else was written outside the desk.
 */
export async function markOf(world: DraftsWorld, draft: DraftVersion, text: string): Promise<DraftMark> {
  return (await writtenBefore(world, draft, text)) ? 'unrecorded' : 'file';
}

/** Returns the newest version with these words, of those since the draft last agreed with its file; undefined when there is none. */
export async function writtenBefore(
  world: DraftsWorld,
  { draft, version, base }: DraftHead,
  text: string,
): Promise<DraftVersion | undefined> {
  for (let earlier = version; earlier > Math.max(0, version - MOST_EARLIER); earlier -= 1) {
    const one = await world.drafts.find(draft, earlier);
    if (one === undefined || one.base !== base) return undefined;
    if (one.text === text) return one;
  }
  return undefined;
}

/** What a writer saw on both sides, and what the draft says from now on. `present`: what the file has; undefined: it is gone. */
export type Settled = Pick<DraftVersion, 'text' | 'title'> & { present?: Pick<DraftVersion, 'text' | 'title'> & { version: string } };

/** Makes a draft agree with its file again. `crossed`: somebody has saved the draft meanwhile. */
export async function settleFile(
  world: DraftsWorld,
  before: DraftVersion,
  { present, text, title }: Settled,
  writer: Writer,
): Promise<Saved> {
  const { base: _, ...draft } = before;
  const settled: DraftVersion = { ...draft, ...writer, text, title, version: draft.version + 1, state: 'open' };
  if (present === undefined) return addVersion(world, settled);
  const { version, ...words } = present;
  // The file's own words come first, so that the draft's next version can be compared with them.
  const mark = await markOf(world, before, present.text);
  const agreed = await addVersion(world, { ...settled, ...words, base: version }, mark);
  if (agreed.kind !== 'saved') return agreed;
  // Somebody else has settled it.
  if (agreed.draft.version !== settled.version) return { kind: 'crossed', theirs: agreed.draft };
  if (text === present.text) return agreed;
  return addVersion(world, { ...settled, version: settled.version + 1, base: version });
}

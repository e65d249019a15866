// Saving a draft. Each save adds a version, and none replaces another: whatever was acknowledged can be opened again.
import type { Temporal } from 'temporal-polyfill';
import { type DraftId, type DraftVersion, hasEnded, isTooLong } from '#core/draft/draft';
import type { World } from '#ports';

/** Who saves, and when. */
export type Writer = { by: string; at: Temporal.Instant };

/**
 * `saved`: the newest version has these words. `crossed`: somebody saved since, in another window perhaps, and nothing is written; `theirs`
 * is what they saved. `unknown`: there is no such draft, or it was deleted for good.
 */
export type Saved = { kind: 'saved'; draft: DraftVersion } | { kind: 'crossed'; theirs: DraftVersion } | { kind: 'unknown' };

/** `too long`: nothing is written, and the writer has to shorten it first. */
export type SavedOrTooLong = Saved | { kind: 'too long' };

/** What a save changes. `seen`: the version that the writer began from. */
export type Save = Pick<DraftVersion, 'text' | 'title'> & { seen: number };

/** Adds a version, if nobody has saved since the writer opened the draft. A save that is repeated is saved once. */
export async function saveDraft(
  world: Pick<World, 'drafts'>,
  id: DraftId,
  { seen, text, title }: Save,
  writer: Writer,
): Promise<SavedOrTooLong> {
  const before = await world.drafts.newest(id);
  if (before === undefined || hasEnded(before, writer.at)) return { kind: 'unknown' };
  if (isSame(before, text)) return { kind: 'saved', draft: before };
  if (isTooLong(text)) return { kind: 'too long' };
  if (before.version !== seen) return { kind: 'crossed', theirs: before };
  return addVersion(world, { ...before, ...writer, text, title, state: 'open', version: seen + 1 });
}

/** Adds a version after the newest one. `mark`: what it is; the mark of the version before does not stay. */
export async function addVersion(
  world: Pick<World, 'drafts'>,
  { mark: _, ...version }: DraftVersion,
  mark?: DraftVersion['mark'],
): Promise<Saved> {
  const draft: DraftVersion = mark ? { ...version, mark } : version;
  if ((await world.drafts.save(draft)) === 'saved') return { kind: 'saved', draft };
  const other = await world.drafts.newest(draft.draft);
  if (other === undefined) return { kind: 'unknown' };
  return isSame(other, draft.text) && other.state === draft.state ? { kind: 'saved', draft: other } : { kind: 'crossed', theirs: other };
}

/** A deleted or published draft is opened again by a save, also by one of the same words. */
function isSame({ text, state }: DraftVersion, words: string): boolean {
  return text === words && state === 'open';
}

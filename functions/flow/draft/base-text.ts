import type { DraftVersion } from '#core/draft/draft';
import type { World } from '#ports';

/**
 * Returns the text of the file when the draft last agreed with it: that of the first version with the same `base`, which was read from the
 * file or written into it. Undefined for a new story. The versions with one base stand together, so it is found in a few steps.
 */
export async function baseTextOf(world: Pick<World, 'drafts'>, draft: DraftVersion): Promise<string | undefined> {
  if (draft.base === undefined) return undefined;
  let [low, high] = [1, draft.version];
  let first: DraftVersion = draft;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const version = await world.drafts.find(draft.draft, middle);
    if (version?.base === draft.base) {
      first = version;
      high = middle;
    } else low = middle + 1;
  }
  return first.text;
}

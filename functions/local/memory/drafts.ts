import { type DraftId, type DraftVersion, headOf, isSameSave, newestFirst } from '#core/draft/draft';
import type { Drafts } from '#ports';

export function memoryDrafts(): Drafts {
  const drafts = new Map<DraftId, DraftVersion[]>();
  const newest = (id: DraftId) => drafts.get(id)?.at(-1);
  return {
    save: async (version) => {
      const versions = drafts.get(version.draft) ?? [];
      const there = versions.find((one) => one.version === version.version);
      if (there) return isSameSave(there, version) ? 'saved' : 'stale';
      drafts.set(version.draft, [...versions, { ...version }]);
      return 'saved';
    },
    newest: async (id) => newest(id),
    find: async (id, version) => drafts.get(id)?.find((one) => one.version === version),
    versions: async (id) => (drafts.get(id) ?? []).map(headOf).reverse(),
    remove: async (id, version) => {
      if ((newest(id)?.version ?? version) !== version) return 'stale';
      drafts.delete(id);
      return 'removed';
    },
    all: async () => newestFirst([...drafts.values()].flatMap((versions) => versions.at(-1) ?? []).map(headOf)),
  };
}

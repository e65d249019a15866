import type { Import, ImportId } from '#core/import/import';
import type { ImportFiles, Imports } from '#ports';

export function memoryImports(): Imports {
  const imports = new Map<ImportId, Import>();
  return {
    add: async (one) => {
      if (imports.has(one.id)) return 'exists';
      imports.set(one.id, { ...one });
      return 'added';
    },
    find: async (id) => imports.get(id),
    latest: async () => [...imports.values()].sort((a, b) => (a.id > b.id ? -1 : 1)).slice(0, 100),
    replace: async (one) => {
      if (imports.get(one.id)?.version !== one.version) return 'stale';
      imports.set(one.id, { ...one, version: one.version + 1 });
      return 'replaced';
    },
  };
}

export function memoryImportFiles(): ImportFiles {
  const files = new Map<string, string>();
  const folder = (id: ImportId) => `${id}/`;
  return {
    put: async (id, name, text) => void files.set(folder(id) + name, text),
    read: async (id, name) => files.get(folder(id) + name),
    remove: async (id) => {
      for (const name of [...files.keys()]) if (name.startsWith(folder(id))) files.delete(name);
    },
  };
}

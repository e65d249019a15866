import type { RulesVersion } from '#core/rules-form/rules-version';
import type { RulesHistory } from '#ports';

export function memoryRulesHistory(): RulesHistory {
  const versions = new Map<number, RulesVersion>();
  return {
    add: async (version) => {
      if (versions.has(version.version)) return 'exists';
      versions.set(version.version, version);
      return 'added';
    },
    find: async (version) => versions.get(version),
    page: async (before, most) =>
      [...versions.values()]
        .filter(({ version }) => before === undefined || version < before)
        .toSorted((a, b) => b.version - a.version)
        .slice(0, most),
  };
}

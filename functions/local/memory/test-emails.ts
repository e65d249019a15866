import type { TestEmail, TestEmailId } from '#core/transactional/test-email';
import type { TestEmails } from '#ports';

export function memoryTestEmails(): TestEmails {
  const tests = new Map<TestEmailId, TestEmail>();
  return {
    add: async (test) => {
      if (!tests.has(test.id)) tests.set(test.id, test);
    },
    find: async (id) => tests.get(id),
    change: async (id, from, to) => {
      const stored = tests.get(id);
      if (stored?.state !== from) return 'refused';
      tests.set(id, { ...stored, state: to });
      return 'written';
    },
    all: async () => [...tests.values()],
    remove: async (id) => void tests.delete(id),
  };
}

import { describe, expect, test } from 'vitest';
import type { TestEmail, TestEmailId } from '#core/transactional/test-email';
import type { TestEmails } from '#ports';
import { at } from '#tests/contracts/ids';

const one: TestEmail = {
  id: 'a1' as TestEmailId,
  to: 'ada@example.org',
  by: 'jo@example.org',
  at: at('2019-09-19T08:00:00Z'),
  about: 'New post: What we learned',
  sealed: 'e'.repeat(64),
  state: 'waiting',
};
const other: TestEmail = { ...one, id: 'b2' as TestEmailId, state: 'accepted' };

/** The contract of every store of test emails. `open` returns an empty one. */
export function testEmailsContract(name: string, open: () => Promise<TestEmails>): void {
  describe(`${name}: the test emails`, () => {
    test('test emails are found and listed as they were added, and the first one of a name stays', async () => {
      const tests = await open();
      expect(await tests.find(one.id)).toBeUndefined();
      await tests.add(one);
      await tests.add({ ...one, to: 'eve@example.org' });
      await tests.add(other);
      expect(await tests.find(one.id)).toEqual(one);
      expect((await tests.all()).toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual([one, other]);
    });

    test('a test email is claimed once', async () => {
      const tests = await open();
      await tests.add(one);
      expect(await tests.change(one.id, 'waiting', 'claimed')).toBe('written');
      expect(await tests.change(one.id, 'waiting', 'claimed')).toBe('refused');
      expect(await tests.change(one.id, 'claimed', 'accepted')).toBe('written');
      expect(await tests.find(one.id)).toEqual({ ...one, state: 'accepted' });
      expect(await tests.change(other.id, 'waiting', 'claimed')).toBe('refused');
      expect(await tests.find(other.id)).toBeUndefined();
    });

    test('a removed test email is gone, and removing it again does nothing', async () => {
      const tests = await open();
      await tests.add(one);
      await tests.add(other);
      await tests.remove(one.id);
      await tests.remove(one.id);
      expect(await tests.all()).toEqual([other]);
    });
  });
}

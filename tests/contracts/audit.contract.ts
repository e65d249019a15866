import { describe, expect, test } from 'vitest';
import type { AuditEntry } from '#core/desk/audit-log';
import type { AuditLog } from '#ports';
import { at } from '#tests/contracts/ids';
import { written } from '#tests/contracts/written';

const NINE = at('2019-09-12T09:00:00Z');

/** The contract of every `AuditLog`. `open` returns an empty one. */
export function auditContract(name: string, open: () => Promise<AuditLog>): void {
  describe(`an audit log ${name}`, () => {
    test('an audit log returns its entries page by page, the newest first', async () => {
      const audit = await open();
      const entries: AuditEntry[] = Array.from({ length: 7 }, (_, i) => ({
        at: NINE.add({ milliseconds: 400 * i }),
        by: 'Sam',
        did: 'exported',
        people: i,
      }));
      for (const entry of entries) await audit.record(entry);
      const first = await audit.page(undefined, 3);
      const second = await audit.page(first.next, 3);
      const third = await audit.page(second.next, 3);
      expect(written([first, second, third].flatMap((page) => page.entries))).toEqual(written(entries.toReversed()));
      expect(third.next).toBeUndefined();
      expect((await audit.page(undefined, 7)).next).toBeUndefined();
    });

    test('an audit log keeps different actions of one moment apart, and stores an action that is recorded twice once', async () => {
      const audit = await open();
      const stopped: AuditEntry = { at: NINE, by: 'sam@example.org', did: 'stopped-emails', to: 'a' };
      for (const entry of [stopped, { ...stopped, to: 'b' }, stopped, { ...stopped, by: 'kim@example.org' }]) await audit.record(entry);
      expect((await audit.page(undefined, 10)).entries).toHaveLength(3);
    });

    test('an audit log keeps the reason of a pause', async () => {
      const audit = await open();
      await audit.record({ at: NINE, by: 'sam@example.org', did: 'paused', why: 'A name is wrong' });
      expect((await audit.page(undefined, 10)).entries).toMatchObject([{ did: 'paused', why: 'A name is wrong' }]);
    });

    test('a new audit log is empty', async () => {
      expect(await (await open()).page(undefined, 10)).toEqual({ entries: [] });
    });
  });
}

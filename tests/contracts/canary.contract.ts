import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import type { Canary } from '#ports';

const noon = Temporal.Instant.from('2026-03-28T12:00:00Z');
const later = noon.add({ minutes: 4 });

/** The contract of every store of the canary's proof. `open` returns an empty one. */
export function canaryContract(name: string, open: () => Promise<Canary>): void {
  describe(`${name}: the canary's proof`, () => {
    test("the canary's proof is empty before the first canary", async () => {
      expect(await (await open()).proof()).toEqual({});
    });

    test("the canary's proof holds when the newest canary was sent, and when the newest one that came back was sent", async () => {
      const canary = await open();
      await canary.recordSent(noon);
      await canary.recordSent(later);
      await canary.recordBack(noon);
      const { sent, back } = await canary.proof();
      expect([sent?.toString(), back?.toString()]).toEqual([later.toString(), noon.toString()]);
    });

    test("the canary's proof never moves back, in whatever order the events come", async () => {
      const canary = await open();
      for (const at of [later, noon, later]) {
        await canary.recordSent(at);
        await canary.recordBack(at);
      }
      const { sent, back } = await canary.proof();
      expect([sent?.toString(), back?.toString()]).toEqual([later.toString(), later.toString()]);
    });
  });
}

import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { type SuppressionEntry, standing, withEntry } from '#core/subscriber/suppression';

const at = (minute: number) => Temporal.Instant.fromEpochMilliseconds(minute * 60_000);
const entry = (why: SuppressionEntry['why'], minute: number): SuppressionEntry => ({ why, at: at(minute) });

const words = ['bounced', 'complained', 'left', 'erased', 'leaving', 'confirmed', 'undone', 'scanner'] as const;
const entries = fc.array(fc.tuple(fc.constantFrom(...words), fc.nat(500)), { maxLength: 200 });
const logOf = (all: SuppressionEntry[]) => all.reduce<SuppressionEntry[]>((log, one) => withEntry(log, one) ?? log, []);

describe('a log of suppressions', () => {
  test('stays closed after a goodbye until her own word, whatever else is said', () => {
    fc.assert(
      fc.property(entries, entries, (before, after) => {
        const closed = logOf([...before.map(([why, minute]) => entry(why, minute)), entry('left', 600)]);
        const others = after.filter(([why]) => why !== 'confirmed' && why !== 'undone');
        const log = others.map(([why, minute]) => entry(why, 600 + minute)).reduce((so, one) => withEntry(so, one) ?? so, closed);
        expect(standing(log).length).toBeGreaterThan(0);
      }),
    );
  });

  test('is open after her own confirmation, and closes at the next goodbye however often it was so before', () => {
    fc.assert(
      fc.property(entries, (before) => {
        const log = logOf([...before.map(([why, minute]) => entry(why, minute)), entry('confirmed', 600)]);
        expect(standing(log)).toEqual([]);
        const left = withEntry(log, entry('left', 601));
        expect(left && standing(left).map(({ why }) => why)).toEqual(['left']);
      }),
    );
  });

  test('never grows beyond what one item holds, and names each reason that stands once', () => {
    fc.assert(
      fc.property(entries, (all) => {
        const log = logOf(all.map(([why, minute]) => entry(why, minute)));
        const reasons = standing(log).map(({ why }) => why);
        expect(log.length).toBeLessThanOrEqual(60);
        expect(new Set(reasons).size).toBe(reasons.length);
      }),
    );
  });

  test('takes her undoing for what she did, and for nothing that was reported of her', () => {
    expect(withEntry([entry('left', 1)], entry('undone', 2))).toHaveLength(2);
    expect(withEntry([entry('leaving', 1), entry('left', 2)], entry('undone', 3))).toHaveLength(3);
    expect(withEntry([entry('left', 1), entry('complained', 2)], entry('undone', 3))).toBeUndefined();
    expect(withEntry([entry('erased', 1)], entry('undone', 2))).toBeUndefined();
  });

  test('lets the desk say only of a button that may have been a scanner’s that it was one', () => {
    expect(withEntry([entry('leaving', 1)], entry('scanner', 2))).toHaveLength(2);
    for (const why of ['left', 'bounced', 'complained', 'erased'] as const)
      expect(withEntry([entry('leaving', 1), entry(why, 2)], entry('scanner', 3))).toBeUndefined();
  });

  test('a bounce or complaint from before she confirmed is old news; one from after it counts', () => {
    const log = logOf([entry('bounced', 1), entry('confirmed', 10)]);
    expect(withEntry(log, entry('complained', 9))).toBeUndefined();
    expect(withEntry(log, entry('bounced', 10))).toBeUndefined();
    expect(withEntry(log, entry('bounced', 11))).toHaveLength(3);
    expect(withEntry(log, entry('left', 9))).toHaveLength(3);
  });
});

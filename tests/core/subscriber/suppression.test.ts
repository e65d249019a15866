import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { activeReasons, type SuppressionEntry, withEntry } from '#core/subscriber/suppression';

const at = (minute: number) => Temporal.Instant.fromEpochMilliseconds(minute * 60_000);
const entry = (why: SuppressionEntry['why'], minute: number): SuppressionEntry => ({ why, at: at(minute) });

const allReasons = ['bounced', 'complained', 'unsubscribed', 'erased', 'pending-unsubscribe', 'confirmed', 'undone', 'scanner'] as const;
const entries = fc.array(fc.tuple(fc.constantFrom(...allReasons), fc.nat(500)), { maxLength: 200 });
const logOf = (all: SuppressionEntry[]) => all.reduce<SuppressionEntry[]>((log, one) => withEntry(log, one) ?? log, []);

describe('a log of suppressions', () => {
  test('a suppression after an unsubscribe is lifted only by the reader’s confirmation or undo, whatever else happens', () => {
    fc.assert(
      fc.property(entries, entries, (before, after) => {
        const closed = logOf([...before.map(([why, minute]) => entry(why, minute)), entry('unsubscribed', 600)]);
        const others = after.filter(([why]) => why !== 'confirmed' && why !== 'undone');
        const log = others.map(([why, minute]) => entry(why, 600 + minute)).reduce((so, one) => withEntry(so, one) ?? so, closed);
        expect(activeReasons(log).length).toBeGreaterThan(0);
      }),
    );
  });

  test('a suppression log is open after a confirmation, and closes at the next unsubscribe, whatever was before', () => {
    fc.assert(
      fc.property(entries, (before) => {
        const log = logOf([...before.map(([why, minute]) => entry(why, minute)), entry('confirmed', 600)]);
        expect(activeReasons(log)).toEqual([]);
        const unsubscribed = withEntry(log, entry('unsubscribed', 601));
        expect(unsubscribed && activeReasons(unsubscribed).map(({ why }) => why)).toEqual(['unsubscribed']);
      }),
    );
  });

  test('a suppression log never grows beyond what one item holds, and names each active reason once', () => {
    fc.assert(
      fc.property(entries, (all) => {
        const log = logOf(all.map(([why, minute]) => entry(why, minute)));
        const reasons = activeReasons(log).map(({ why }) => why);
        expect(log.length).toBeLessThanOrEqual(60);
        expect(new Set(reasons).size).toBe(reasons.length);
      }),
    );
  });

  test('an undo lifts the reader’s own unsubscribe, and no suppression that was reported', () => {
    expect(withEntry([entry('unsubscribed', 1)], entry('undone', 2))).toHaveLength(2);
    expect(withEntry([entry('pending-unsubscribe', 1), entry('unsubscribed', 2)], entry('undone', 3))).toHaveLength(3);
    expect(withEntry([entry('unsubscribed', 1), entry('complained', 2)], entry('undone', 3))).toBeUndefined();
    expect(withEntry([entry('erased', 1)], entry('undone', 2))).toBeUndefined();
  });

  test('the desk can lift a suppression as a scanner’s only if it is a pending unsubscribe', () => {
    expect(withEntry([entry('pending-unsubscribe', 1)], entry('scanner', 2))).toHaveLength(2);
    for (const why of ['unsubscribed', 'bounced', 'complained', 'erased'] as const)
      expect(withEntry([entry('pending-unsubscribe', 1), entry(why, 2)], entry('scanner', 3))).toBeUndefined();
  });

  test('a bounce or complaint from before the confirmation adds no suppression; one from after it does', () => {
    const log = logOf([entry('bounced', 1), entry('confirmed', 10)]);
    expect(withEntry(log, entry('complained', 9))).toBeUndefined();
    expect(withEntry(log, entry('bounced', 10))).toBeUndefined();
    expect(withEntry(log, entry('bounced', 11))).toHaveLength(3);
    expect(withEntry(log, entry('unsubscribed', 9))).toHaveLength(3);
  });
});

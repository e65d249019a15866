import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lastTold } from '#core/publication/last-told';
import type { PublicationRecord } from '#core/publication/publication';
import { id, london, slug } from '#tests/core/samples';

const NOON = london('2020-03-02T12:00');
const IDS = ['alert-a', 'alert-b', 'digest-weekly-2020-03-05', 'social-a', 'social-b'];

const record = fc
  .record({
    state: fc.constantFrom('waiting', 'sealing', 'done', 'done', 'missed', 'cancelled'),
    begun: fc.option(fc.nat(3), { nil: undefined }),
    stories: fc.subarray(['a', 'b', 'c'], { minLength: 1 }),
    due: fc.nat(3),
  })
  .map(
    ({ state, begun, stories, due }): Omit<PublicationRecord, 'id'> => ({
      ...{ kind: 'alert', channel: 'email', decision: 'go', version: 1, state },
      ...{ stories: stories.map(slug), due: NOON.add({ hours: due }) },
      ...(begun === undefined ? {} : { begun: NOON.add({ hours: begun }).toInstant() }),
    }),
  );
const maybe = fc.option(record, { freq: 3, nil: undefined });
/** What becomes of each record: it stays, is written once more with other figures, ends, is another one, or is gone. */
const fate = fc.record({
  what: fc.constantFrom('stays', 'stays', 'stays', 'counted', 'done', 'other', 'other stories', 'gone'),
  other: record,
});

const listOf = (some: (Omit<PublicationRecord, 'id'> | undefined)[]) =>
  some.flatMap((one, i): PublicationRecord[] => (one ? [{ ...one, id: id(IDS[i] ?? '') }] : []));

test('what begins after a list is told as if all was looked at again', () => {
  const found = { same: 0, other: 0 };
  fc.assert(
    fc.property(fc.tuple(...IDS.map(() => maybe)), fc.tuple(...IDS.map(() => fate)), (some, fates) => {
      const before = listOf(some);
      const added = listOf(some.map((one, i) => (one ? undefined : fates[i]?.what === 'other' ? fates[i].other : undefined)));
      const kept = before.flatMap((one, i): PublicationRecord[] => {
        const { what, other } = fates[i] ?? { what: 'stays' };
        if (what === 'gone') return [];
        if (what === 'counted') return [{ ...one, audience: 3 }];
        if (what === 'done') return [{ ...one, state: 'done' }];
        if (what === 'other stories') return [{ ...one, stories: [slug('d')] }];
        return [what === 'other' && other ? { ...other, id: one.id } : one];
      });
      const records = [...kept, ...added].sort((a, b) => (a.id < b.id ? -1 : 1));
      const told = lastTold(before);
      const quickly = lastTold(records, { records: before, told });
      expect(quickly).toEqual(lastTold(records));
      if (quickly === told) found.same += 1;
      else found.other += 1;
    }),
    { numRuns: 2_000 },
  );
  expect(Math.min(found.same, found.other), JSON.stringify(found)).toBeGreaterThan(100);
});

import { expect, test } from 'vitest';
import { MOST_EXPORTED } from '#core/import/export';
import { exportPeople, peopleOutline } from '#flow/import/export-subscribers';
import { openMemoryWorld } from '#local/memory/world';
import { at, subscriberId } from '#tests/contracts/ids';
import { sampleSubscriber } from '#tests/core/samples';

const NOON = at('2019-09-12T11:00:00Z');

async function opened(count: number) {
  const { world } = openMemoryWorld({
    subscribers: Array.from({ length: count }, (_, i) => sampleSubscriber({ id: subscriberId(i), address: `person${i}@example.org` })),
  });
  return world;
}

test('an export holds every subscriber once, in parts that a Lambda can answer, after an entry in the audit log', async () => {
  const world = await opened(2 * MOST_EXPORTED + 1);
  const { parts, people } = await peopleOutline(world);
  expect([parts.length, people]).toEqual([3, 2 * MOST_EXPORTED + 1]);
  const addresses: string[] = [];
  for (const [i, part] of parts.entries()) {
    const lines = await exportPeople(world, part, 'Sam', NOON.add({ seconds: i }));
    const { entries } = await world.audit.page(undefined, 10);
    expect(entries[0]).toMatchObject({ by: 'Sam', did: 'exported', people: i === 2 ? 1 : MOST_EXPORTED });
    let text = '';
    for await (const some of lines) text += some;
    const rows = text.trimEnd().split('\r\n');
    expect(rows[0]).toMatch(/^\ufeff"email",/);
    addresses.push(...rows.slice(1).map((row) => row.split('"')[1] ?? ''));
    expect(text.length).toBeLessThan(4_000_000);
  }
  expect(new Set(addresses).size).toBe(2 * MOST_EXPORTED + 1);
  expect(addresses).toHaveLength(2 * MOST_EXPORTED + 1);
});

test.each([
  [0, 1],
  [1, 1],
  [MOST_EXPORTED, 1],
  [MOST_EXPORTED + 1, 2],
])('an export of %i people has %i parts', async (count, parts) => {
  expect((await peopleOutline(await opened(count))).parts).toHaveLength(parts);
});

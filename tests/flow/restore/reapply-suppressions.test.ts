import { describe, expect, test } from 'vitest';
import type { Subscriber } from '#core/subscriber/subscriber';
import { reapplySuppressions } from '#flow/restore/reapply-suppressions';
import { openMemoryWorld } from '#local/memory/world';
import { at } from '#tests/contracts/ids';
import { sampleSubscriber } from '#tests/core/samples';

const POINT = at('2019-09-09T08:00:00Z');
const LATER = POINT.add({ minutes: 30 });

/** Returns a world with a subscriber from the restore point. The suppressions are not rewound: a test adds later ones. */
async function rewound(record: Partial<Subscriber>) {
  const reader = sampleSubscriber(record);
  const { world } = openMemoryWorld({ subscribers: [reader] });
  const restored = async () => ({ found: await reapplySuppressions(world), reader: await world.subscribers.find(reader.id) });
  return { world, id: reader.id, restored };
}

describe('a reader who is rewound to unsubscribed', () => {
  const unsubscribed = { status: 'unsubscribed' as const, unsubscribed: { at: POINT.subtract({ hours: 24 }), method: 'page' as const } };

  test('a reader rewound to unsubscribed who had confirmed since is confirmed again, from that moment', async () => {
    const { world, id, restored } = await rewound(unsubscribed);
    await world.suppressions.add(id, 'unsubscribed', unsubscribed.unsubscribed.at);
    await world.suppressions.reopen(id, 'confirmed', LATER);
    const { found, reader } = await restored();
    expect(found).toEqual({ gone: 0, back: 1, erased: [] });
    expect([reader?.status, reader?.unsubscribed, reader?.confirmedAt?.toString()]).toEqual(['confirmed', undefined, LATER.toString()]);
  });

  test('a reader rewound to unsubscribed who had undone it since is confirmed again', async () => {
    const { world, id, restored } = await rewound(unsubscribed);
    await world.suppressions.add(id, 'unsubscribed', POINT);
    await world.suppressions.reopen(id, 'undone', LATER);
    expect((await restored()).reader?.status).toBe('confirmed');
  });

  test('a reader rewound to unsubscribed who unsubscribed again since stays unsubscribed', async () => {
    const { world, id, restored } = await rewound(unsubscribed);
    await world.suppressions.add(id, 'unsubscribed', unsubscribed.unsubscribed.at);
    await world.suppressions.reopen(id, 'confirmed', LATER);
    await world.suppressions.add(id, 'unsubscribed', LATER.add({ minutes: 1 }));
    expect((await restored()).reader?.status).toBe('unsubscribed');
  });

  test('a reader rewound to unsubscribed without any suppression stays unsubscribed', async () => {
    const { restored } = await rewound(unsubscribed);
    const { found, reader } = await restored();
    expect([found.back, reader?.status]).toEqual([0, 'unsubscribed']);
  });
});

test.each([
  ['unsubscribed', 'unsubscribed'],
  ['erased', 'unsubscribed'],
  ['bounced', 'bounced'],
  ['complained', 'complained'],
  ['pending-unsubscribe', 'confirmed'],
] as const)('a reader rewound to confirmed who is "%s" since becomes %s, and is not mailed', async (why, status) => {
  const { world, id, restored } = await rewound({ status: 'confirmed' });
  await world.suppressions.add(id, why, LATER);
  expect((await restored()).reader?.status).toBe(status);
  expect(await world.suppressions.has(id)).toBe(true);
});

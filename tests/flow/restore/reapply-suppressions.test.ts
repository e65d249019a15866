import { describe, expect, test } from 'vitest';
import type { Subscriber } from '#core/subscriber/subscriber';
import { reapplySuppressions } from '#flow/restore/reapply-suppressions';
import { openMemoryWorld } from '#local/memory/world';
import { at } from '#tests/contracts/ids';
import { sampleSubscriber } from '#tests/core/samples';

const POINT = at('2019-09-09T08:00:00Z');
const LATER = POINT.add({ minutes: 30 });

/** A subscriber as the rewound store has her, whose suppressions went on. */
async function rewound(record: Partial<Subscriber>) {
  const her = sampleSubscriber(record);
  const { world } = openMemoryWorld({ subscribers: [her] });
  const restored = async () => ({ found: await reapplySuppressions(world), her: await world.subscribers.find(her.id) });
  return { world, id: her.id, restored };
}

describe('who is rewound to having left', () => {
  const unsubscribed = { status: 'unsubscribed' as const, unsubscribed: { at: POINT.subtract({ hours: 24 }), method: 'page' as const } };

  test('and had confirmed again since is confirmed again, from that moment', async () => {
    const { world, id, restored } = await rewound(unsubscribed);
    await world.suppressions.add(id, 'unsubscribed', unsubscribed.unsubscribed.at);
    await world.suppressions.reopen(id, 'confirmed', LATER);
    const { found, her } = await restored();
    expect(found).toEqual({ gone: 0, back: 1, erased: [] });
    expect([her?.status, her?.unsubscribed, her?.confirmedAt?.toString()]).toEqual(['confirmed', undefined, LATER.toString()]);
  });

  test('and had undone it since is back', async () => {
    const { world, id, restored } = await rewound(unsubscribed);
    await world.suppressions.add(id, 'unsubscribed', POINT);
    await world.suppressions.reopen(id, 'undone', LATER);
    expect((await restored()).her?.status).toBe('confirmed');
  });

  test('and has left again since stays away', async () => {
    const { world, id, restored } = await rewound(unsubscribed);
    await world.suppressions.add(id, 'unsubscribed', unsubscribed.unsubscribed.at);
    await world.suppressions.reopen(id, 'confirmed', LATER);
    await world.suppressions.add(id, 'unsubscribed', LATER.add({ minutes: 1 }));
    expect((await restored()).her?.status).toBe('unsubscribed');
  });

  test('and of whom no suppression knows stays away: nobody has said that she is back', async () => {
    const { restored } = await rewound(unsubscribed);
    const { found, her } = await restored();
    expect([found.back, her?.status]).toEqual([0, 'unsubscribed']);
  });
});

test.each([
  ['unsubscribed', 'unsubscribed'],
  ['erased', 'unsubscribed'],
  ['bounced', 'bounced'],
  ['complained', 'complained'],
  ['pending-unsubscribe', 'confirmed'],
] as const)('who is rewound to being here, but "%s" since, is %s, and not mailed', async (why, status) => {
  const { world, id, restored } = await rewound({ status: 'confirmed' });
  await world.suppressions.add(id, why, LATER);
  expect((await restored()).her?.status).toBe(status);
  expect(await world.suppressions.has(id)).toBe(true);
});

import { expect, test } from 'vitest';
import type { Subscriber, SubscriberId } from '#core/subscriber/subscriber';
import { findPeople } from '#flow/readers/find-people';
import { memoryPeople } from '#local/memory/subscribers';

const person = (i: number): Subscriber => ({
  id: i.toString(16).padStart(32, '0') as SubscriberId,
  address: `person${i}@example.org`,
  name: `Reader ${i}`,
  frequency: i % 3 === 0 ? 'weekly' : 'each',
  topics: [],
  status: 'confirmed',
});
const everybody = Array.from({ length: 12_000 }, (_, i) => person(i));
const { subscribers } = memoryPeople(everybody);

test('people who are found without a word come in stretches of the list, each person once and none left out', async () => {
  const found: string[] = [];
  let stretches = 0;
  for (let after: SubscriberId | undefined; ; ) {
    const { people, more, next } = await findPeople({ subscribers }, [], ({ frequency }) => frequency === 'weekly', after);
    found.push(...people.map(({ id }) => id));
    stretches += 1;
    expect(more).toBe(false);
    if (next === undefined) break;
    after = next;
  }
  expect(stretches).toBe(3);
  expect(found).toEqual(everybody.filter(({ frequency }) => frequency === 'weekly').map(({ id }) => id));
});

test('people who are found by a word that too many have are said to be not all', async () => {
  const all = await findPeople({ subscribers }, [['reader']], () => true);
  expect([all.people.length, all.more]).toEqual([1_000, true]);
  const one = await findPeople({ subscribers }, [['reader'], ['person4711']], () => true);
  expect([one.people.map(({ name }) => name), one.more]).toEqual([['Reader 4711'], false]);
});

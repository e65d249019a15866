import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSought } from '#core/subscriber/sought-people';
import type { SubscriberId } from '#core/subscriber/subscriber';
import { soughtIn, withChanges, wordList } from '#core/subscriber/word-list';

const NAMES = ['Ama Smith', 'Zoë O’Neill', 'smithers', '', ' ', '=kent', 'Ben\nAma-Day'];
const person = fc.record(
  {
    id: fc.constantFrom('a1', 'b2', 'c3', 'd4').map((id) => id as SubscriberId),
    name: fc.oneof(fc.constantFrom(...NAMES), fc.string({ unit: 'grapheme', maxLength: 12 })),
    address: fc.constantFrom('ama@kent.example', 'z.neill@trust.example', ''),
    organisation: fc.constantFrom('kent', 'kent-2', 'kent and medway', 'a\nb'),
  },
  { requiredKeys: ['id', 'name', 'address'] },
);
const everybody = fc.uniqueArray(person, { selector: ({ id }) => id });
const beginning = fc.constantFrom('a', 'ama', 'smith', 'neill', 'kent', '=kent', '=kent and medway', '=a\nb', 'zoe', 'x');
const wanted = fc.array(fc.array(beginning, { minLength: 1 }), { maxLength: 3 });

test('whoever is sought among people is found in their word list', () => {
  fc.assert(
    fc.property(everybody, wanted, (people, sought) => {
      const found = soughtIn(wordList(people), sought);
      for (const one of people) if (isSought(one, sought)) expect(found).toContain(one.id);
    }),
  );
});

test('a changed word list is the list of those who are there then', () => {
  fc.assert(
    fc.property(everybody, fc.array(fc.tuple(person, fc.boolean())), (people, changes) => {
      const then = new Map(people.map((one) => [one.id, one]));
      const changed = new Map(changes.map(([one, isGone]) => [one.id, isGone ? undefined : one]));
      for (const [id, one] of changed) one ? then.set(id, one) : then.delete(id);
      expect(withChanges(wordList(people), changed)).toBe(wordList([...then.values()]));
    }),
  );
});

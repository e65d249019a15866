import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { inOrder, isSought, passes, readSought } from '#core/subscriber/sought-people';
import type { Subscriber, SubscriberId } from '#core/subscriber/subscriber';

const RULES = { organisations: new Map([['kent', 'Kent and Medway NHS Trust']]) };
const person = (more: Partial<Subscriber> = {}): Subscriber => ({
  ...{ id: 'a' as SubscriberId, address: 'zoe.smith@mail.kent.example', name: 'Zoë Smith-O’Neill', frequency: 'each', topics: [] },
  status: 'confirmed',
  ...more,
});
const finds = (typed: string, one = person()) => isSought(one, readSought(typed, RULES));

describe('people who are sought', () => {
  test.each(['zoe', 'ZOË', 'smi', 'neill', 'zoe.smith@mail', 'kent', 'neill zo', '@mail.kent.example'])(
    '%j finds a person by beginnings of words',
    (typed) => {
      expect(finds(typed)).toBe(true);
    },
  );

  test.each(['oe', 'mith', 'zoe jones', 'kentish'])('%j, which begins no word of the person, does not find them', (typed) => {
    expect(finds(typed)).toBe(false);
  });

  test('an organisation’s name in the rules finds its people, also after it was renamed', () => {
    const member = person({ address: 'a@b.example', name: 'Ben', organisation: 'kent' });
    expect(finds('medway', member)).toBe(true);
    expect(isSought(member, readSought('garden', { organisations: new Map([['kent', 'Garden of England']]) }))).toBe(true);
    expect(finds('medway', person({ organisation: 'kent-2' }))).toBe(false);
  });

  test('the beginning of any word of a name finds its person, whatever letters it has', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), fc.nat(12), (name, length) => {
        const one = person({ name, address: 'x@y.example' });
        for (const word of name.split(/\s+/))
          expect([name, isSought(one, readSought([...word].slice(0, length).join(''), RULES))]).toEqual([name, true]);
      }),
    );
  });

  test('people are narrowed to those who get a topic, also those who chose none', () => {
    const chose = person({ topics: ['leadership' as Subscriber['topics'][number]] });
    expect([passes(chose, { topic: 'leadership' }, 'UTC'), passes(chose, { topic: 'other' }, 'UTC')]).toEqual([true, false]);
    expect(passes(person(), { topic: 'other' }, 'UTC')).toBe(true);
  });

  test('people are narrowed to the month in which they joined, by the clock of the newsroom', () => {
    const joined = person({ confirmedAt: Temporal.Instant.from('2019-08-31T23:30:00Z') });
    expect([passes(joined, { joined: '2019-09' }, 'Europe/London'), passes(joined, { joined: '2019-09' }, 'UTC')]).toEqual([true, false]);
    expect(passes(person(), { joined: '2019-09' }, 'UTC')).toBe(false);
  });

  test('people stand by name, or the newest first with those who never confirmed at the end', () => {
    const all = [
      person({ id: '1' as SubscriberId, name: 'Öz', confirmedAt: Temporal.Instant.from('2019-01-01T00:00:00Z') }),
      person({ id: '2' as SubscriberId, name: '', address: 'anna@b.example' }),
      person({ id: '3' as SubscriberId, name: 'Ben', confirmedAt: Temporal.Instant.from('2020-01-01T00:00:00Z') }),
    ];
    expect(inOrder(all, 'name').map(({ id }) => id)).toEqual(['2', '3', '1']);
    expect(inOrder(all, 'newest').map(({ id }) => id)).toEqual(['3', '1', '2']);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Colleague,
  type ColleagueList,
  colleagueOf,
  holdersOf,
  RIGHTS,
  type Right,
  rightsSentence,
  whoMaySentence,
  withChanged,
  withColleague,
  withoutColleague,
} from '#core/desk/colleagues';

const colleague = (name: string, rights: readonly Right[] = RIGHTS): Colleague => ({
  address: `${name.toLowerCase()}@example.org`,
  name,
  rights,
});
const listOf = (...people: Colleague[]): ColleagueList => ({ version: 1, people });

describe('who may change rules and colleagues', () => {
  test('there are always two colleagues who may change rules and colleagues, once there are two', () => {
    const step = fc.record({
      kind: fc.constantFrom('in', 'change', 'out'),
      name: fc.constantFrom('Ada', 'Ben', 'Cy', 'Di'),
      rights: fc.subarray([...RIGHTS]),
    });
    const after = (list: ColleagueList, kind: string, one: Colleague) => {
      if (kind === 'in') return withColleague(list, one);
      return kind === 'change' ? withChanged(list, one) : withoutColleague(list, one.address);
    };
    const mayChange = ({ people }: ColleagueList) => holdersOf('changes-colleagues', people).length;
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        let list = listOf(colleague('Ada'));
        let most = 1;
        for (const { kind, name, rights } of steps) {
          const changed = after(list, kind, colleague(name, rights));
          if (changed !== undefined && changed !== 'too few') list = changed;
          most = Math.max(most, mayChange(list));
          expect(mayChange(list)).toBeGreaterThanOrEqual(Math.min(most, 2));
        }
      }),
    );
  });

  test('the only one who may change colleagues cannot be let out, and can let a second in', () => {
    const list = listOf(colleague('Ada'), colleague('Ben', ['writes']));
    expect(withoutColleague(list, 'ada@example.org')).toBe('too few');
    expect(withChanged(list, colleague('Ada', ['writes']))).toBe('too few');
    expect(withChanged(list, colleague('Ben'))).toEqual(listOf(colleague('Ada'), colleague('Ben')));
    expect(withoutColleague(list, 'ben@example.org')).toEqual(listOf(colleague('Ada')));
  });
});

describe('who has signed in', () => {
  test('whoever signed in before there was a list of colleagues has every right', () => {
    expect(colleagueOf(undefined, 'Jo@Example.org')).toEqual({ address: 'jo@example.org', name: 'jo@example.org', rights: RIGHTS });
  });

  test('whoever has signed in is a colleague only if the list has their address, however its letters are written', () => {
    const list = listOf(colleague('Ada', ['writes']));
    expect(colleagueOf(list, 'ADA@example.org')).toEqual(colleague('Ada', ['writes']));
    expect(colleagueOf(list, 'eve@example.org')).toBeUndefined();
  });
});

test('what a colleague may do, and whom to ask, is said in words', () => {
  const people = [colleague('Ada'), colleague('Ben', ['writes', 'approves']), colleague('Cy', [])];
  expect(people.map(({ rights }) => rightsSentence(rights))).toEqual([
    'writes, approves and sends, sees people, changes rules and colleagues',
    'writes, approves and sends',
    'only looks',
  ]);
  expect(whoMaySentence('approves', people)).toBe('Only colleagues who approve and send can do this. Ask Ada or Ben.');
  expect(whoMaySentence('sees-people', people)).toBe('Only colleagues who see people can do this. Ask Ada.');
  expect(whoMaySentence('writes', [colleague('Ada', ['changes-colleagues'])])).toBe(
    'Only colleagues who write can do this. Nobody has this right now. Ada can give it to somebody.',
  );
});

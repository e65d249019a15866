import { expect, test } from 'vitest';
import { distinctNames } from '#core/text/distinct-names';

test.each<[string, [name: string, date: string][], string[]]>([
  [
    'other names',
    [
      ['Visit', '9 May'],
      ['Session', '9 May'],
    ],
    ['Visit', 'Session'],
  ],
  [
    'one name, other dates',
    [
      ['Visit', '9 May'],
      ['Visit', '10 May'],
    ],
    ['Visit (9 May)', 'Visit (10 May)'],
  ],
  [
    'one name, one date',
    [
      ['Visit', '9 May'],
      [' Visit\n', '9 May'],
      ['Visit', '10 May'],
    ],
    ['Visit (9 May)', 'Visit (9 May) (2)', 'Visit (10 May)'],
  ],
  ['none', [], []],
])('names in links stay apart: %s', (_, given, names) => {
  expect(distinctNames(given.map(([name, date]) => ({ name, date })))).toEqual(names);
});

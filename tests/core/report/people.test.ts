import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { type Life, lifeOf } from '#core/report/lives';
import { departuresFrom, growthFrom, sumsOf } from '#core/report/people';
import { growthOf, peopleMonth } from '#core/report/people-month';
import { spanOf } from '#core/report/period';
import { london, sampleSubscriber } from '#tests/core/samples';

const NOW = london('2020-03-15T12:00');
const FEBRUARY = spanOf({ from: Temporal.PlainDate.from('2020-02-01'), to: Temporal.PlainDate.from('2020-02-29') }, 'Europe/London');
const at = (text: string) => london(text).toInstant();
const ms = (text: string) => at(text).epochMilliseconds;
const person = (different: Partial<Life> = {}): Life => ({ by: 'confirmation', topics: [], frequency: 'weekly', ...different });
const february = (...lives: Life[]) => growthFrom(sumsOf(lives, FEBRUARY, NOW.toInstant()));

test('somebody who moves to another address neither joins nor leaves', () => {
  const moved = person({ joinedMs: ms('2019-12-01T09:00'), left: { how: 'moved', atMs: ms('2020-02-10T09:00') } });
  const here = person({ joinedMs: ms('2020-02-10T09:00') });
  expect(february(moved, here)).toEqual({ signedUp: 0, brought: 0, left: 0, atEnd: { people: 1, unknown: 0 } });
});

test('somebody who moved to an address that was erased since has left, and nobody knows how', () => {
  const moved = person({ joinedMs: ms('2019-12-01T09:00'), left: { how: 'moved', atMs: ms('2020-02-10T09:00') } });
  expect(february(moved)).toEqual({ signedUp: 0, brought: 0, left: 1, atEnd: { people: 0, unknown: 0 } });
  expect(departuresFrom(sumsOf([moved], FEBRUARY, NOW.toInstant())).get('unknown')).toBe(1);
});

test('of somebody without a day of joining it is known that they are there now, and not whether they were before', () => {
  const somebody = person();
  expect(february(somebody).atEnd).toEqual({ people: 0, unknown: 1 });
  const march = spanOf({ from: Temporal.PlainDate.from('2020-03-01'), to: Temporal.PlainDate.from('2020-03-31') }, 'Europe/London');
  expect(growthFrom(sumsOf([somebody], march, NOW.toInstant())).atEnd).toEqual({ people: 1, unknown: 0 });
});

test('who never confirmed is in no figure, and who came by a list is told apart from who signed up', () => {
  expect(lifeOf(sampleSubscriber({ status: 'pending' }))).toBeUndefined();
  const consent = {
    by: 'import',
    wording: 'w',
    page: '/desk/import/1',
    asked: at('2020-02-05T09:00'),
    confirmed: at('2020-02-05T09:00'),
  } as const;
  const brought = lifeOf(sampleSubscriber({ confirmedAt: at('2020-02-05T09:00'), consent }));
  expect(brought && february(brought)).toMatchObject({ signedUp: 0, brought: 1 });
});

test('a month that is kept has the figures of a trust with any name, and of one that nobody was of', () => {
  const joinedMs = ms('2020-02-05T09:00');
  const kept = peopleMonth(
    [person({ joinedMs, organisation: 'kent' }), person({ joinedMs })],
    Temporal.PlainYearMonth.from('2020-02'),
    NOW,
  );
  expect(growthOf(kept.organisations, 'kent').signedUp).toBe(1);
  expect(growthOf(kept.organisations, '').signedUp).toBe(1);
  expect(growthOf(kept.organisations, 'constructor')).toEqual({ signedUp: 0, brought: 0, left: 0, atEnd: { people: 0, unknown: 0 } });
});

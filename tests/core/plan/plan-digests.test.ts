import { describe, expect, test } from 'vitest';
import { planPublications } from '#core/plan/plan';
import type { Publication } from '#core/publication/publication';
import { look, startWalk, tick, tickUntil } from '#tests/core/plan/plan-walk';
import { local, london, sampleEvent, samplePost, sampleRules, slug, time } from '#tests/core/samples';

const weekly = sampleRules({ digests: [{ name: 'weekly', when: { every: 'week', weekday: 4 }, at: time('08:30') }] });
const post = (name: string, published: string) => samplePost({ slug: slug(name), published: local(published) });
const digests = (plan: Publication[]) =>
  plan
    .filter(({ kind }) => kind === 'digest')
    .map(({ id, stories, decision }) => `${id.slice(-5)} ${decision === 'go' ? stories.join(' ') : decision}`);

describe('what an issue holds', () => {
  test('a digest issue holds the posts since the last one, newest first, then events, soonest first', () => {
    const stories = [
      post('a', '2019-09-11T10:00'),
      post('b', '2019-09-13T10:00'),
      post('c', '2019-09-17T10:00'),
      sampleEvent({
        slug: slug('later'),
        published: local('2019-09-10T10:00'),
        starts: local('2019-10-20T10:00'),
        ends: local('2019-10-20T12:00'),
      }),
      sampleEvent({
        slug: slug('sooner'),
        published: local('2019-09-18T10:00'),
        starts: local('2019-10-10T10:00'),
        ends: local('2019-10-10T12:00'),
      }),
    ];
    const plan = look(startWalk(weekly, london('2019-09-09T00:00'), stories), london('2019-09-09T00:00'), london('2019-09-27T00:00'));
    expect(digests(plan)).toEqual(['09-12 a later', '09-19 c b sooner later', '09-26 empty']);
  });

  test('a digest issue holds only events that take place, are ahead, and are near', () => {
    const event = (name: string, starts: string, status: 'confirmed' | 'postponed' | 'cancelled' = 'confirmed') =>
      sampleEvent({
        slug: slug(name),
        published: local('2019-09-10T10:00'),
        starts: local(starts),
        ends: local(starts).add({ hours: 2 }),
        status,
      });
    const stories = [
      event('past', '2019-09-12T08:30'),
      event('near', '2019-11-11T08:30'),
      event('far', '2019-11-11T08:31'),
      event('off', '2019-10-01T10:00', 'cancelled'),
      event('later', '2019-10-01T10:00', 'postponed'),
    ];
    const plan = look(startWalk(weekly, london('2019-09-09T00:00'), stories), london('2019-09-09T00:00'), london('2019-09-13T00:00'));
    expect(digests(plan)).toEqual(['09-12 near']);
  });

  test('a digest issue that a person has cancelled leaves its posts to the next, and says so beforehand', () => {
    const stories = [post('a', '2019-09-11T10:00'), post('b', '2019-09-18T10:00')];
    const from = london('2019-09-09T00:00');
    const walk = startWalk(weekly, from, stories);
    const cancelled = new Set(look(walk, from, london('2019-09-13T00:00')).map(({ id }) => id));
    const forecast = planPublications({ ...walk, now: from.toInstant(), until: london('2019-09-20T00:00').toInstant(), cancelled });
    expect(digests(forecast)).toEqual(['09-12 a', '09-19 b a']);
    const after = tickUntil(walk, london('2019-09-19T08:30'), undefined, ({ id }) => (cancelled.has(id) ? 'cancelled' : 'done'));
    expect(digests(after.records)).toEqual(['09-12 a', '09-19 b a']);
  });

  test('a digest issue repeats an event beside a new post, and never for the event alone', () => {
    const stories = [
      sampleEvent({
        slug: slug('event'),
        published: local('2019-09-10T10:00'),
        starts: local('2019-10-10T10:00'),
        ends: local('2019-10-10T12:00'),
      }),
      post('a', '2019-09-20T10:00'),
    ];
    const plan = look(startWalk(weekly, london('2019-09-09T00:00'), stories), london('2019-09-09T00:00'), london('2019-09-27T00:00'));
    expect(digests(plan)).toEqual(['09-12 event', '09-19 empty', '09-26 a event']);
  });

  test('a post first seen after a digest issue is in the next one', () => {
    const before = tickUntil(startWalk(weekly, london('2019-09-16T00:00')), london('2019-09-19T08:30'));
    const walk = tick({ ...before, stories: [post('a', '2019-09-18T10:00')] }, london('2019-09-19T08:31'));
    expect(digests(look(walk, london('2019-09-19T08:31'), london('2019-09-27T00:00')))).toEqual(['09-26 a']);
  });

  test('an edited post that a digest issue has shown is not shown again', () => {
    const before = tickUntil(startWalk(weekly, london('2019-09-16T00:00'), [post('a', '2019-09-18T10:00')]), london('2019-09-19T08:30'));
    const walk = tick({ ...before, stories: [{ ...post('a', '2019-09-20T10:00'), title: 'Better' }] }, london('2019-09-19T09:00'));
    expect(digests(look(walk, london('2019-09-19T09:00'), london('2019-09-27T00:00')))).toEqual(['09-26 empty']);
  });
});

describe('issues that do not go out', () => {
  const stories = [post('a', '2019-09-17T10:00'), post('b', '2019-09-24T10:00'), post('c', '2019-10-01T10:00')];

  test.each(['missed', 'cancelled'] as const)(
    'the posts of a digest issue that was %s are in the next issue, even if that is the first to go out',
    (state) => {
      const walk = tickUntil(startWalk(weekly, london('2019-09-16T00:00'), stories), london('2019-09-26T09:00'), undefined, ({ kind }) =>
        kind === 'digest' ? state : 'done',
      );
      expect(walk.records.filter(({ kind }) => kind === 'digest').map((record) => record.state)).toEqual([state, state]);
      expect(digests(look(walk, london('2019-09-26T09:00'), london('2019-10-04T00:00')))).toEqual(['10-03 c b a']);
    },
  );

  test('a waiting digest issue keeps its posts, and the next issue leaves them out', () => {
    const walk = tickUntil(startWalk(weekly, london('2019-09-16T00:00'), stories), london('2019-09-20T09:00'), undefined, ({ kind }) =>
      kind === 'digest' ? 'waiting' : 'done',
    );
    expect(digests(look(walk, london('2019-09-20T09:00'), london('2019-10-04T00:00')))).toEqual(['09-19 a', '09-26 b', '10-03 c']);
  });

  test('an empty digest issue leaves nothing to the next', () => {
    const walk = tickUntil(startWalk(weekly, london('2019-09-09T00:00'), stories), london('2019-09-12T09:00'));
    expect(walk.records.map(({ id, state }) => `${id} ${state}`)).toEqual(['digest-weekly-2019-09-12 empty']);
    expect(digests(look(walk, london('2019-09-12T09:00'), london('2019-09-20T00:00')))).toEqual(['09-19 a']);
  });

  test('a digest issue that came due while no tick ran is planned at its own time, with its own stories', () => {
    const walk = tick(startWalk(weekly, london('2019-09-16T00:00'), stories), london('2019-09-17T00:00'));
    const [overdue] = look(walk, london('2019-09-20T00:00'), london('2019-09-20T00:00')).filter(({ kind }) => kind === 'digest');
    expect(overdue).toMatchObject({ id: 'digest-weekly-2019-09-19', decision: 'go', stories: ['a'], due: london('2019-09-19T08:30') });
  });
});

test('a digest issue keeps the date of its own day when quiet times move it', () => {
  const saturday = sampleRules({ digests: [{ name: 'weekly', when: { every: 'week', weekday: 6 }, at: time('08:30') }] });
  const stories = [post('a', '2019-09-15T10:00'), post('b', '2019-09-16T08:00')];
  const plan = look(startWalk(saturday, london('2019-09-15T09:00'), stories), london('2019-09-15T09:00'), london('2019-09-24T00:00'));
  expect(digests(plan)).toEqual(['09-14 a', '09-21 b']);
  expect(plan.find(({ id }) => id === 'digest-weekly-2019-09-14')).toMatchObject({
    reason: 'Moved from Saturday 14 September 2019 at 8:30am: no emails at weekends.',
  });
});

import { expect, test } from 'vitest';
import { nearMisses } from '#core/plan/near-miss';
import { planPublications } from '#core/plan/plan';
import { storySeenAt } from '#core/story/story-seen';
import { look, startWalk, tick } from '#tests/core/plan/plan-walk';
import { local, london, sampleEvent, samplePost, sampleRules, slug, time } from '#tests/core/samples';

const MONDAY = '2019-09-09T00:00';
const weekly = sampleRules({ digests: [{ name: 'weekly', when: { every: 'week', weekday: 4 }, at: time('08:30') }] });
const post = (published: string) => samplePost({ slug: slug('a'), published: local(published) });

/** Returns what is said on Monday of a story that was seen by then. */
function saidOf(story: ReturnType<typeof post> | ReturnType<typeof sampleEvent>, rules = weekly, now = MONDAY) {
  const seen = new Map([[story.slug, storySeenAt(story, undefined, london(now).toInstant())]]);
  const at = { stories: [story], storiesSeen: seen, rules, records: [], opened: london(now).toInstant(), since: london(now).toInstant() };
  const input = { ...at, now: london(now).toInstant(), until: london('2019-12-01T00:00').toInstant() };
  return [...nearMisses(input, planPublications(input))];
}

test('a post that comes half an hour after a digest is said to miss it, with when its readers get it and what to do', () => {
  expect(saidOf(post('2019-09-12T09:00'))).toEqual([
    [
      'alert-a',
      'It misses the weekly digest of Thursday 12 September 2019 by 30 minutes, and is in the next one, on Thursday 19 September 2019. With a time up to 8:30am it is in the first.',
    ],
  ]);
});

test.each([
  ['at the very time of the digest', '2019-09-12T08:30', 0],
  ['a minute later', '2019-09-12T08:31', 1],
  ['almost two hours later', '2019-09-12T10:29', 1],
  ['two hours later', '2019-09-12T10:30', 0],
  ['the day before', '2019-09-11T09:00', 0],
])('a post misses a digest by minutes, or not: %s', (_, published, count) => {
  expect(saidOf(post(published))).toHaveLength(count);
});

test('a post that misses the digests of two series by minutes is said to miss both', () => {
  const both = sampleRules({
    digests: [...weekly.digests, { name: 'monthly', when: { every: 'month', weekday: 4, nth: 2 }, at: time('08:50') }],
  });
  expect(saidOf(post('2019-09-12T09:00'), both)[0]?.[1]).toMatch(
    /the weekly digest .* by 30 minutes, .* the monthly digest .* by 10 minutes/,
  );
});

test('an event that is announced minutes after a digest is said to miss it too', () => {
  const event = sampleEvent({ published: local('2019-09-12T09:00'), starts: local('2019-10-10T09:30'), ends: local('2019-10-10T16:30') });
  expect(saidOf(event)[0]?.[1]).toContain('by 30 minutes, and is in the next one, on Thursday 19 September 2019.');
});

test('a post that waits for a yes is not said to miss a digest: digests have it after that', () => {
  expect(saidOf(post('2019-09-12T09:00'), weekly, '2019-09-12T09:10')).toEqual([]);
});

test('a digest that has gone out is past help, and one that was cancelled is missed by nobody', () => {
  const stories = [post('2019-09-12T09:00'), samplePost({ slug: slug('b'), published: local('2019-09-10T09:00') })];
  for (const [state, said] of [
    [
      'done',
      'It misses the weekly digest of Thursday 12 September 2019 by 30 minutes, and is in the next one, on Thursday 19 September 2019.',
    ],
    ['cancelled', undefined],
  ] as const) {
    const seen = tick(startWalk(weekly, london(MONDAY), stories), london('2019-09-10T08:00'));
    const walk = tick(seen, london('2019-09-12T08:30'), ({ kind }) => (kind === 'digest' ? state : 'done'));
    const now = london('2019-09-12T08:40');
    const plan = look(walk, now, london('2019-10-01T00:00'));
    expect(nearMisses({ ...walk, now: now.toInstant() }, plan).get(plan.find(({ kind }) => kind === 'alert')!.id)).toBe(said);
  }
});

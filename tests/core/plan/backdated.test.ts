import { expect, test } from 'vitest';
import { backdatedAt, backdatedStories, shownOf } from '#core/plan/backdated';
import type { PublicationRecord } from '#core/publication/publication';
import { storySeenAt } from '#core/story/story-seen';
import { days, local, london, sampleEvent, samplePost, sampleRules } from '#tests/core/samples';

const OPENED = london('2026-11-01T09:00').toInstant();
const rules = sampleRules();
const mistyped = samplePost({ file: 'posts/x.md', published: local('2025-11-26T09:00') });
const SENTENCE =
  'posts/x.md was first seen on Sunday 29 November 2026 and says that it was published on Wednesday 26 November 2025. That is more than 7 days earlier, so it has its page and nothing is sent. If the date is wrong, put it right. If it is right, you can send it all the same from the plan.';

type Case = { first?: string; edited?: string; now?: string; story?: typeof mistyped | ReturnType<typeof sampleEvent>; told?: boolean };

function said({ first = '2026-11-29T10:00', edited, now = '2026-11-30T10:00', story = mistyped, told = false }: Case) {
  const before = { ...story, published: local('2027-01-01T09:00') };
  const seen = storySeenAt(edited ? before : story, undefined, london(first).toInstant());
  const storySeen = edited ? storySeenAt(story, seen, london(edited).toInstant()) : seen;
  const record = { id: 'alert-x', stories: [story.slug], state: 'done', decision: 'go' } as unknown as PublicationRecord;
  const { named, found } = backdatedStories({
    stories: [story],
    storiesSeen: new Map([[story.slug, storySeen]]),
    rules,
    records: told ? [record] : [],
    opened: OPENED,
    now: london(now).toInstant(),
  });
  return [...named.map(({ sentence }) => sentence), ...(found > 0 ? [`found ${found}`] : [])];
}

test.each<[string, Case, string[]]>([
  ['a mistyped year is named with both dates and the remedy', {}, [SENTENCE]],
  ['it is named for 14 days', { now: '2026-12-13T10:00' }, [SENTENCE]],
  ['it is not named for longer', { now: '2026-12-13T10:01' }, []],
  ['a story that is seen in time is not named', { story: { ...mistyped, published: local('2026-11-22T10:00') } }, []],
  ['a story that was sent before its date was changed is not named', { told: true }, []],
  ['what the newsroom found when it opened is counted', { first: '2026-11-01T09:00', now: '2026-11-02T09:00' }, ['found 1']],
  ['what it found is counted for 14 days', { first: '2026-11-01T09:00', now: '2026-11-16T09:00' }, []],
  [
    'a date that is mistyped in a story that was there before is named',
    { first: '2026-11-01T09:00', edited: '2026-11-29T10:00' },
    [SENTENCE.replace('posts/x.md was first seen on Sunday 29 November 2026 and says', 'Since Sunday 29 November 2026 posts/x.md says')],
  ],
  [
    'an event that has begun cannot be sent any more',
    { story: sampleEvent({ file: 'events/x.md', published: local('2025-11-26T09:00') }) },
    [
      SENTENCE.replace('posts/', 'events/').replace(
        / If the date.*/,
        ' Its event has begun, so it cannot be sent any more. If its times are wrong, put them right.',
      ),
    ],
  ],
  [
    'an event that is still to come can be sent',
    { story: sampleEvent({ file: 'events/x.md', published: local('2025-11-26T09:00'), starts: local('2027-03-26T09:30') }) },
    [SENTENCE.replace('posts/', 'events/')],
  ],
])('of backdated stories: %s', (_, given, expected) => {
  expect(said(given)).toEqual(expected);
});

test.each([
  [days(1), 'more than 1 day before'],
  [days(10), 'more than 10 days before'],
  [local('2026-11-01T12:00').since(local('2026-11-01T00:00')), 'more than 12 hours before'],
])('a rehearsal names what was published long before it begins, by the length %s', (backdatedAfter, words) => {
  const late = { ...mistyped, published: local('2026-11-01T08:00') };
  expect(backdatedAt([mistyped, late], sampleRules({ backdatedAfter }), OPENED)).toEqual([expect.stringContaining(words)]);
});

test('of many backdated stories ten are named, and the number of the others', () => {
  const lines = Array.from({ length: 12 }, (_, i) => String(i));
  expect(shownOf(lines)).toEqual([...lines.slice(0, 10), 'And 2 more.']);
  expect(shownOf(lines.slice(2))).toEqual(lines.slice(2));
});

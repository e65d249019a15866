import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { whySavedLate } from '#core/plan/after-time';
import { storySeenAt, unreadable } from '#core/story/story-seen';
import { local, london, samplePost, sampleRules } from '#tests/core/samples';

/** Published on Thursday 12 September 2019 at 9am. */
const story = samplePost();
const seenAt = (time: string) => storySeenAt(story, undefined, london(time).toInstant());

test('a story that is first seen at its time is in time, and a minute later it is not', () => {
  expect(whySavedLate(story, seenAt('2019-09-12T09:00'), sampleRules())).toBeUndefined();
  expect(whySavedLate(story, seenAt('2019-09-12T09:01'), sampleRules())).toMatch(/^It waits for someone to say yes, .* at 9:01am\.$/);
  expect(whySavedLate(story, seenAt('2019-09-12T09:01'), sampleRules({ savedLate: 'send' }))).toBeUndefined();
});

test('when a story was first seen outlasts a time in which it could not be read', () => {
  const mended = storySeenAt(story, unreadable(seenAt('2019-09-12T08:00')), london('2019-09-12T10:00').toInstant());
  expect(whySavedLate(story, mended, sampleRules())).toBeUndefined();
  expect(mended.publishedSeen).toEqual(london('2019-09-12T10:00').toInstant());
  const late = storySeenAt(story, unreadable(seenAt('2019-09-12T09:01')), london('2019-09-12T10:00').toInstant());
  expect(whySavedLate(story, late, sampleRules())).toContain('at 9:01am');
});

test('another time of publication counts as seen when it is first seen', () => {
  const moved = { ...story, published: local('2019-09-12T08:30') };
  const seen = storySeenAt(moved, seenAt('2019-09-12T08:00'), london('2019-09-12T08:45').toInstant());
  expect(whySavedLate(moved, seen, sampleRules())).toContain(
    'at 8:30am, and Newsroom first saw that later, on Thursday 12 September 2019 at 8:45am',
  );
});

test('a record of a version before this one counts by when its time of publication was seen', () => {
  const { last: _, timeSeen: __, ...before } = seenAt('2019-09-12T08:00');
  const seen = storySeenAt(story, before, Temporal.Instant.from('2019-09-12T12:00:00Z'));
  expect(whySavedLate(story, seen, sampleRules())).toBeUndefined();
});

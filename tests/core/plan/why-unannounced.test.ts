import { expect, test } from 'vitest';
import { announcementOf, firstPostOf, whyOvertaken, whyUnannounced } from '#core/plan/why-unannounced';
import type { Publication, PublicationRecord } from '#core/publication/publication';
import { id, london, sampleEvent, samplePost } from '#tests/core/samples';

const event = sampleEvent();
const post = samplePost();
const DEAD = 'The link "x" is dead.';

function record(fields: Partial<PublicationRecord> = {}): PublicationRecord {
  return {
    id: id(`announcement-${event.slug}`),
    kind: 'announcement',
    channel: 'email',
    due: london('2020-03-02T09:00'),
    stories: [event.slug],
    decision: 'go',
    state: 'waiting',
    version: 0,
    ...fields,
  };
}

const begun = { state: 'sending', begun: london('2020-03-02T08:58').toInstant() } as const;
const waits = { state: 'waiting', reason: `It waits until it is put right. ${DEAD}` } as const;
const missed = { state: 'missed', reason: 'It was due on Monday.' } as const;

test.each<[string, Partial<PublicationRecord>, string | undefined]>([
  ['waits for its text', waits, `waiting: Its announcement has not gone out: it waits until it is put right. ${DEAD}`],
  ['is paused', { reason: 'Paused: a typo' }, 'waiting: Its announcement has not gone out: paused: a typo'],
  ['was never decided on', {}, 'waiting: Its announcement has not gone out: it is not due yet.'],
  ['was missed', missed, 'missed: It was not sent, because its announcement did not go out: it was due on Monday.'],
  ['has begun', begun, undefined],
  ['is sent', { ...begun, state: 'done' }, undefined],
  ['was cancelled by a person', { state: 'cancelled' }, undefined],
  ['was stopped on its way', { ...begun, state: 'cancelled' }, undefined],
  ['was not needed', { state: 'dropped', reason: 'It was published after the event had started.' }, undefined],
])('what follows an event’s announcement that %s: it waits, is missed, or may go', (_what, fields, expected) => {
  const stay = whyUnannounced(event, { record: record(fields), wrong: undefined, hasReaders: true });
  expect(stay && `${stay.state}: ${stay.reason}`).toBe(expected);
});

test.each<[string, Partial<PublicationRecord>, string | undefined, string | undefined]>([
  ['has a dead link', waits, DEAD, 'waiting: Its email has not gone out: the link "x" is dead.'],
  ['was missed with a dead link', missed, DEAD, 'missed: It was not sent, because its email did not go out: the link "x" is dead.'],
  ['waits for an approval', { reason: 'It waits for someone to say yes.' }, undefined, undefined],
  ['is paused', { reason: 'Paused: a typo' }, undefined, undefined],
  ['was missed, and would go out now', missed, undefined, undefined],
  ['was cancelled with a dead link', { state: 'cancelled' }, DEAD, undefined],
])('a post on X about a blog post whose alert %s: it waits, is missed, or may go', (_what, fields, wrong, expected) => {
  const stay = whyUnannounced(post, { record: record({ kind: 'alert', ...fields }), wrong, hasReaders: true });
  expect(stay && `${stay.state}: ${stay.reason}`).toBe(expected);
});

test('an announcement that nobody would get holds nothing back', () => {
  expect(whyUnannounced(event, { record: record(waits), wrong: DEAD, hasReaders: false })).toBeUndefined();
  expect(whyUnannounced(post, { record: record(waits), wrong: DEAD, hasReaders: false })).toBeUndefined();
});

test.each<[Publication['kind'], string, string | undefined]>([
  ['announcement', `announcement-${event.slug}`, undefined],
  ['reminder', `reminder-${event.slug}-7d`, `announcement-${event.slug}`],
  ['follow-up', `follow-up-${event.slug}`, `announcement-${event.slug}`],
  ['change', `change-${event.slug}-1`, `announcement-${event.slug}`],
  ['social', `x-${event.slug}`, `announcement-${event.slug}`],
  ['social', `bsky-${event.slug}-7d`, `announcement-${event.slug}`],
  ['digest', 'digest-weekly-2020-03-05', undefined],
])('a publication of the kind %s with the id %s follows from the right email', (kind, own, announcement) => {
  expect(announcementOf({ id: id(own), kind }, event)).toBe(announcement);
});

test('a post on X about a blog post follows from its alert', () => {
  expect(announcementOf({ id: id(`x-${post.slug}`), kind: 'social' }, post)).toBe(`alert-${post.slug}`);
});

test('a later post follows from the first one on its own channel', () => {
  expect(firstPostOf({ id: id(`bsky-${event.slug}-7d`) }, event)).toBe(`bsky-${event.slug}`);
  expect(firstPostOf({ id: id(`x-${event.slug}`) }, event)).toBeUndefined();
  expect(firstPostOf({ id: id(`reminder-${event.slug}-7d`) }, event)).toBeUndefined();
});

test('a reminder that fell due before a late announcement went out is dropped, and the next one is not', () => {
  const reminder = (due: string): Publication => ({ ...record(), kind: 'reminder', before: '7d', due: london(due) });
  const late = record({ ...begun, firstAt: london('2020-03-19T11:02').toInstant() });
  expect(whyOvertaken(reminder('2020-03-19T09:00'), late)).toEqual({
    state: 'dropped',
    reason: 'It would not come after the announcement, which was late: it goes out on Thursday 19 March 2020 at 11:02am.',
  });
  expect(whyOvertaken(reminder('2020-03-25T09:00'), late)).toBeUndefined();
});

test('the first post and a change notice still go out behind a late announcement', () => {
  const late = record({ ...begun, firstAt: london('2020-03-19T11:02').toInstant() });
  const due = london('2020-03-02T09:00');
  expect(whyOvertaken({ ...record(), kind: 'social', channel: 'x', due }, late)).toBeUndefined();
  expect(whyOvertaken({ ...record(), kind: 'change', change: 'moved', due }, late)).toBeUndefined();
});

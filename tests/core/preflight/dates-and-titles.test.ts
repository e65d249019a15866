import { describe, expect, test } from 'vitest';
import type { LearningEvent } from '#core/story/story';
import { saidBy } from '#tests/core/preflight/notes-of';
import { local, sampleEvent, samplePost } from '#tests/core/samples';

const at = (text: string) => {
  const { year, month, day } = local(text);
  return { day: String(day), month: String(month), year: String(year), time: text.slice(11) };
};
const sentences = (...asked: Parameters<typeof saidBy>) => saidBy(...asked).map(({ sentence }) => sentence);
const eventOn = (starts: string, ends: string, more: Partial<LearningEvent> = {}) =>
  sampleEvent({ title: 'Another one', starts: local(starts), ends: local(ends), ...more });

describe('times of the form', () => {
  test('a time of publication that has passed has a button for the next morning', () => {
    const [note] = saidBy('P5', 'post', { published: at('2026-11-19T09:00') });
    expect(note).toMatchObject({ field: 'published', mend: { date: 'published', words: 'Publish on Monday 23 November 2026 at 9am' } });
    expect(sentences('P5', 'post', { published: at('2026-11-19T09:00') }, { isNew: false })).toEqual([]);
    expect(sentences('P5', 'post', { published: at('2026-11-21T09:00') })).toEqual([]);
  });

  test('an event that is over is said of a new story, and not when an old one is corrected', () => {
    const over = { starts: at('2026-11-12T10:00'), ends: at('2026-11-12T16:00') };
    expect(sentences('P5', 'event', over)[0]).toBe(
      'The event is over: it was on Thursday 12 November 2026. Nobody is told of it any more.',
    );
    expect(sentences('P5', 'event', over, { isNew: false })).toEqual([]);
  });

  test('an announcement that is not before its event is said', () => {
    const after = { now: local('2027-03-25T09:00'), isNew: false };
    expect(sentences('P5', 'event', { published: at('2027-03-18T09:30') })[0]).toContain('is not before the event begins');
    expect(sentences('P5', 'event', { published: at('2027-03-18T09:00') })).toEqual([]);
    expect(sentences('P5', 'event', { published: at('2027-03-20T09:00') }, after)).toEqual([]);
  });

  test('a date that is not filled in yet is no note', () => {
    const none = { day: '', month: '', year: '', time: '' };
    for (const rule of ['P5', 'P9', 'P10']) expect(sentences(rule, 'event', { starts: none, ends: none, published: none })).toEqual([]);
  });
});

describe('the day of an event', () => {
  const days = (starts: string, ends: string, more = {}) => sentences('P10', 'event', { starts: at(starts), ends: at(ends), ...more });

  test('an event on a Saturday, a Sunday or a bank holiday is said', () => {
    expect(days('2027-03-20T09:30', '2027-03-20T16:30')).toEqual(['The event is on a Saturday: Saturday 20 March 2027.']);
    expect(days('2027-03-29T09:30', '2027-03-29T16:30')).toEqual(['The event is on a bank holiday: Monday 29 March 2027.']);
    expect(days('2027-03-19T09:30', '2027-03-20T12:00')).toEqual(['The event is on a Saturday: Saturday 20 March 2027.']);
  });

  test('an event on a working day, to midnight, over weeks, cancelled or over is not', () => {
    expect(days('2027-03-18T09:30', '2027-03-18T16:30')).toEqual([]);
    expect(days('2027-03-19T18:00', '2027-03-20T00:00')).toEqual([]);
    expect(days('2027-03-15T09:00', '2027-04-30T16:00')).toEqual([]);
    expect(days('2027-03-20T09:30', '2027-03-20T16:30', { status: 'cancelled' })).toEqual([]);
    expect(days('2026-11-14T09:30', '2026-11-14T16:30')).toEqual([]);
  });

  test('another event on the same day is said with its title and time', () => {
    const beside = (others: LearningEvent[]) => sentences('P9', 'event', {}, { others });
    expect(beside([eventOn('2027-03-18T14:00', '2027-03-18T15:00')])).toEqual([
      'Another event is on the same day: “Another one”, Thursday 18 March 2027 at 2pm.',
    ]);
    expect(beside([eventOn('2027-03-17T14:00', '2027-03-18T12:00')])).toHaveLength(1);
    expect(beside([eventOn('2027-03-17T14:00', '2027-03-18T00:00')])).toEqual([]);
    expect(beside([eventOn('2027-03-18T14:00', '2027-03-18T15:00', { status: 'cancelled' })])).toEqual([]);
  });
});

describe('a title', () => {
  const beside = (rule: string, title: string, other: string) =>
    sentences(rule, 'post', { title }, { others: [samplePost({ title: other })] });

  test('a title of another story is said, whatever its capitals and signs', () => {
    expect(beside('P8', 'What we learned', 'What We Learned!')[0]).toMatch(/^“What we learned” is also the title of the post of /);
    expect(beside('P8', 'What we learned', 'What we learned in Leeds')).toEqual([]);
  });

  test('a title that differs in one word is said, with the other', () => {
    expect(beside('P11', 'Six wards reduced missed medication doses', 'Six wards cut missed medication doses')[0]).toContain(
      'is very like the title of the post of',
    );
  });

  test.each([
    ['Learning session 4: safer wards together', 'Learning session 3: safer wards together'],
    ['Spring learning session: safer wards together', 'Summer learning session: safer wards together'],
    ['What we learned in March on safer wards', 'What we learned in April on safer wards'],
    ['Wards with more restraint incidents this year', 'Wards with fewer restraint incidents this year'],
    ['Three new wards', 'Three old wards'],
  ])('“%s” is not like “%s”', (title, other) => expect(beside('P11', title, other)).toEqual([]));
});

import { describe, expect, test } from 'vitest';
import { problemLine } from '#core/parsing/problem';
import { readStories } from '#core/story/read-stories';
import { readSnapshot } from '#core/story/snapshot';
import { event, images, POST, post, problemsOf, rules, storyOf, written } from '#tests/core/story/written-stories';

const said = (published: string) => problemsOf(post({ published })).map((line) => line.replace('posts/a.md line 4: ', ''));

describe('a date or time that is written in another way', () => {
  test.each([
    ['26/11/2026 4pm', '4pm on Thursday 26 November 2026, write 2026-11-26T16:00.'],
    ['26 November 2026 9am', '9am on Thursday 26 November 2026, write 2026-11-26T09:00.'],
    ['26th Nov. 2026, 9.30 p.m.', '9:30pm on Thursday 26 November 2026, write 2026-11-26T21:30.'],
    ['Thursday 26 November 2026 at 14:00', '2pm on Thursday 26 November 2026, write 2026-11-26T14:00.'],
    ['November 26, 2026 noon', 'midday on Thursday 26 November 2026, write 2026-11-26T12:00.'],
    ['26.11.2026 16.30', '4:30pm on Thursday 26 November 2026, write 2026-11-26T16:30.'],
    ['26-11-26 08:15', '8:15am on Thursday 26 November 2026, write 2026-11-26T08:15.'],
    ['2026/11/26 16:30', '4:30pm on Thursday 26 November 2026, write 2026-11-26T16:30.'],
    ['2026–11–26T16:30', '4:30pm on Thursday 26 November 2026, write 2026-11-26T16:30.'],
    ['5/6/2026 10:45', '10:45am on Friday 5 June 2026, write 2026-06-05T10:45.'],
    ['11/26/2026 3:00 PM', '3pm on Thursday 26 November 2026, write 2026-11-26T15:00.'],
  ])('the message about %j shows the editor’s own date and time rewritten', (typed, example) => {
    expect(said(typed)).toEqual([`"${typed}" is not how a date and time are written here. For ${example}`]);
  });

  test('a date without a time is shown rewritten, and asked for its time', () => {
    expect(said('26/11/2026')).toEqual([
      '"26/11/2026" is not how a date is written here, and has no time of day. For 9am on Thursday 26 November 2026, write 2026-11-26T09:00.',
    ]);
  });

  test.each([
    '2026-12-10T16:30+01:00',
    '2026-12-10T16:30Z',
    '2026-12-10 16:30:00 GMT',
    '2026-12-10T16:30 Europe/London',
    '2026-12-10T16:30:00.000+01:00[Europe/London]',
  ])('the message about the time zone of %j keeps the time and says what to do', (typed) => {
    expect(said(typed)).toEqual([
      `"${typed}" names a time zone, and times are always local. Write the time that clocks here show, without a zone: 2026-12-10T16:30, if it is 16:30 here.`,
    ]);
  });

  test.each([
    ['2026-12-10T9:00', '2026-12-10T09:00'],
    ['2026-12-10T4pm', '2026-12-10T16:00'],
    ['2026-12-10 1630', '2026-12-10T16:30'],
    ['2026-12-10T16:30:15', '2026-12-10T16:30'],
    ['2026-12-10T16.30', '2026-12-10T16:30'],
  ])('the example in the message about %j keeps its time', (typed, example) => {
    expect(said(typed)).toEqual([
      `"${typed}" has no time of day that we understand. Write hours and minutes after a T, for example ${example}.`,
    ]);
  });

  test('midnight at the end of a day is shown as the next day', () => {
    expect(said('2026-12-10T24:00')).toEqual([expect.stringContaining('00:00 of the next day: 2026-12-11T00:00.')]);
  });

  test('a post of a social list shows its own date rewritten', () => {
    expect(problemsOf(post({ social: '[ { at: 26/11/2026 4pm } ]' }))).toEqual([
      expect.stringContaining('a date such as 2026-11-26, perhaps with a time: 2026-11-26T16:00.'),
    ]);
  });

  test('invisible characters around a time are left out', () => {
    expect(String(storyOf(post({ published: '\u200e2026-09-10\u00a016:30\u200e' })).published)).toBe('2026-09-10T16:30:00');
  });
});

describe('the two nights on which clocks change', () => {
  test('a time that does not exist is a problem with a remedy', () => {
    const sentence = 'Clocks go forward on Sunday 28 March 2027, and it is never 01:30. Write another time, for example 2027-03-28T02:30.';
    expect(problemsOf(post({ published: '2027-03-28T01:30' }))).toEqual([`posts/a.md line 4: ${sentence}`]);
    expect(problemsOf(event({ starts: '2027-03-28T01:30', ends: '2027-03-28T04:00' }))).toEqual([`events/e.md line 3: ${sentence}`]);
  });

  test('the first of a time that comes twice is meant, and a note says so', () => {
    const { stories, problems } = readStories([post({ published: '2026-10-25T01:30' })], images, rules);
    expect(stories).toHaveLength(1);
    expect(problems).toMatchObject([{ level: 'note' }]);
    expect(problems.map(problemLine)).toEqual([
      'posts/a.md line 4: Clocks go back on Sunday 25 October 2026, and it is 01:30 twice. The first of the two is meant.',
    ]);
  });

  test('a story with a time that does not exist, which an earlier version sealed, is still read', () => {
    const yaml = `name: EC\nshort_name: EC\ntimezone: Europe/London\nsite: https://news.example.org
sender: { name: Example, address: news@example.org, postal_address: 1 Example Street }
x: { handle: ExampleMHC }\ntopics: {}\norganisations: {}\ndigests: { upcoming_events: 60 days }
events: { reminders: [7 days], at: "09:00", follow_up: 1 day }\nsocial: { slots: ["09:00"], monthly_budget_usd: 10 }\n`;
    const text = written({ ...POST, published: '2027-03-28T01:30' });
    const sealed = JSON.stringify({ rules: yaml, stories: [{ file: 'posts/a.md', text }], images: [] });
    expect([...readSnapshot(sealed).stories.values()].map(({ published }) => String(published))).toEqual(['2027-03-28T01:30:00']);
  });
});

// 14 December 2026 is a Monday; 18 March 2027 is a Thursday; 14 December 2025 is a Sunday.
import { describe, expect, test } from 'vitest';
import { fieldsOf } from '#core/draft/story-fields';
import { mended } from '#core/preflight/preflight';
import { draftOf, saidBy } from '#tests/core/preflight/notes-of';

const inPost = (body: string) => saidBy('P3', 'post', { body });
const inEvent = (body: string) => saidBy('P3', 'event', { body });

describe('a weekday that is not that date', () => {
  test.each([
    ['Come on Thursday 14 December 2026.', 'Thursday 14 December 2026'],
    ['Come on Thu 14 Dec 2026.', 'Thu 14 Dec 2026'],
    ['Come on Thurs. 14th of December, 2026.', 'Thurs. 14th of December, 2026'],
    ['Come on Thursday, the 14th December 2026.', 'Thursday, the 14th December 2026'],
    ['Come on Thursday, December 14, 2026.', 'Thursday, December 14, 2026'],
    ['Come on Thursday 14/12/2026.', 'Thursday 14/12/2026'],
    ['Come on Thursday 14/12/26.', 'Thursday 14/12/26'],
    ['Come on Thursday (14 December 2026).', 'Thursday (14 December 2026'],
    ['Thursday – 14 December 2026', 'Thursday – 14 December 2026'],
    ['14 December 2026 - Thursday', '14 December 2026 - Thursday'],
    ['Come on Thursday, 14 Dec. 2026.', 'Thursday, 14 Dec. 2026'],
    ['Come on Thursday 2026-12-14.', 'Thursday 2026-12-14'],
    ['Come on 14 December 2026, a Thursday.', '14 December 2026, a Thursday'],
    ['Come on 14 December 2026, Thursday, at 2pm.', '14 December 2026, Thursday'],
    ['It is 14 December 2026 (Thursday).', '14 December 2026 (Thursday'],
    ['14 December 2026 is a Thursday.', '14 December 2026 is a Thursday'],
    ['Come on **Thursday**\n*14 December* 2026.', 'Thursday 14 December 2026'],
    ['Come on THURSDAY 14 DECEMBER 2026.', 'THURSDAY 14 DECEMBER 2026'],
    ['| Day | What |\n|---|---|\n| Thursday 14 December 2026 | Talks |', 'Thursday 14 December 2026'],
    ['- Talks: Thursday 14 December 2026', 'Thursday 14 December 2026'],
    ['“See you on Thursday 14 December 2026,” she said.', 'Thursday 14 December 2026'],
  ])('a wrong weekday is found in: %s', (body, phrase) => {
    const [note, ...more] = inPost(body);
    expect(note?.sentence).toBe(`“${phrase}”: 14 December 2026 is a Monday. Correct the weekday or the date.`);
    expect(more).toEqual([]);
  });

  test('each day of a range has its own weekday', () => {
    expect(inPost('We meet on Thursday 14 and Tuesday 15 December 2026.').map(({ sentence }) => sentence)).toEqual([
      '“Thursday 14”: 14 December 2026 is a Monday. Correct the weekday or the date.',
    ]);
    expect(inPost('We meet from Monday 14 to Friday 15 December 2026.').map(({ sentence }) => sentence)).toEqual([
      '“Friday 15 December 2026”: 15 December 2026 is a Tuesday. Correct the weekday or the date.',
    ]);
  });

  test('a wrong weekday is found in the title, the summary, the text and a post on X', () => {
    const wrong = 'Thursday 14 December 2026';
    const fields = { title: wrong, summary: wrong, body: wrong, extraPosts: [{ when: '2 days before', text: wrong }] };
    expect(saidBy('P3', 'event', fields).map(({ field }) => field)).toEqual(['title', 'summary', 'body', 'extraPosts']);
  });
});

describe('a date without a year', () => {
  test('a date without a year in an event is the one nearest to the event', () => {
    expect(inEvent('See you on Friday 18 March.')[0]?.sentence).toContain('18 March 2027 is a Thursday');
    expect(inEvent('Register by Thursday 14 December.')[0]?.sentence).toContain('14 December 2026 is a Monday');
    expect(inEvent('See you on Thursday 18 March. Register by Monday 14 December.')).toEqual([]);
  });

  test('the weekday of last year, in an event’s text that was copied, is found', () => {
    expect(inEvent('See you on Wednesday 18 March.')).toHaveLength(1);
  });

  test('a date without a year in a post may be one that was or one that comes', () => {
    expect(inPost('We began on Sunday 14 December.')).toEqual([]);
    expect(inPost('We meet on Monday 14 December.')).toEqual([]);
    expect(inPost('We meet on Thursday 14 December.')).toHaveLength(1);
  });
});

describe('no weekday of a date', () => {
  test.each([
    'Monday to Friday, 14 December to 18 December 2026',
    'On Monday 14 December 2026, Thursday is two days away.',
    'Monday 14 December 2026, Thursday 17 December 2026',
    'On 14 December 2026, a Thursday clinic opened.',
    'On 14 December 2026 (Thursday clinics are closed) we meet.',
    'Every Thursday. 14 December 2026 is the last day.',
    'On Thursdays 14 December people came.',
    'We sat 14 December days, and the sun 14 May times.',
    'The Sun 14 December 2026 wrote of it.',
    'By Monday 3 may have left.',
    'Thursday: 14 December visits.',
    'Mon-Fri 14-18 December 2026, and Mon 14–Fri 18 Dec 2026',
    'Four sessions: Monday 31 August, Friday 4\nSeptember, Friday 11 September, Monday 14 September 2026',
    'On either Thursday 12 March between 12pm and 2pm or Friday 13th of March 2026 between 12pm and 2pm',
    'Tues/Thurs 15/17 December 2026; Thursdays: 3, 10 and 17 December 2026; every Friday from 4 December 2026',
    'Friday, 5pm. 14 December 2026 is the deadline. Friday the 13th of November 2026',
    '`Thursday 14 December 2026`',
    '    Thursday 14 December 2026',
    '[the page](https://example.org/Thursday-14-December-2026 "Thursday 14 December 2026")',
    '<!-- Thursday 14 December 2026 -->',
    'Good Friday 2027 is on 26 March.',
  ])('nothing is said of: %s', (body) => expect(inPost(body)).toEqual([]));
});

describe('the button of a weekday', () => {
  const pressed = (body: string) => {
    const draft = draftOf('post', { body });
    const [note] = saidBy('P3', 'post', { body });
    return note?.mend && fieldsOf(mended(draft, note.mend), 'post').fields.body;
  };

  test('the button writes the right weekday, as long and as loud as the wrong one, and changes nothing else', () => {
    expect(pressed('One.\n\nCome on **Thursday** 14 December 2026, all.')).toBe('One.\n\nCome on **Monday** 14 December 2026, all.');
    expect(pressed('Come on Thu 14 Dec 2026.')).toBe('Come on Mon 14 Dec 2026.');
    expect(pressed('THURSDAY 14 DECEMBER 2026')).toBe('MONDAY 14 DECEMBER 2026');
    expect(pressed('It is 14 December 2026 (Thursday).')).toBe('It is 14 December 2026 (Monday).');
  });
});

describe('a day that its month does not have', () => {
  const said = (body: string) => saidBy('P4', 'post', { body }).map(({ sentence }) => sentence);

  test('a day that its month does not have is said as it is written', () => {
    expect(said('Come on 31 November 2026.')).toEqual(['“31 November 2026”: there is no such day. Correct it.']);
    expect(said('Come on Thursday 30th of February.')).toEqual(['“30th of February”: there is no such day. Correct it.']);
    expect(said('Come on 29 February 2027.')).toHaveLength(1);
  });

  test('a day that some year has is not said, nor a number of something', () => {
    expect(said('Come on 29 February. There were 48 March visits. Rooms 2.31 June. See https://example.org/31 November.')).toEqual([]);
  });
});

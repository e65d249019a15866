import fc from 'fast-check';
import ICAL from 'ical.js';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { addToCalendar, eventCalendar } from '#core/site/ics-event';
import type { LearningEvent, Slug } from '#core/story/story';

const rules = {
  name: 'South of England Mental Health Collaborative',
  site: 'https://news.example.org',
  timezone: 'Europe/London',
  sender: {
    name: 'Mental Health Collaborative',
    address: 'news@example.org',
    replyTo: 'team@example.org',
    postalAddress: '1 Example Street, Bristol',
  },
};
const stamp = Temporal.Instant.from('2026-01-05T10:00:00Z');

function event(facts: Partial<LearningEvent> & { at?: [string, string] } = {}): LearningEvent {
  const { at = ['2026-07-03T09:30', '2026-07-03T16:30'], ...rest } = facts;
  return {
    kind: 'event',
    slug: '2026-07-03-learning-session' as Slug,
    file: 'events/2026-07-03-learning-session.md',
    title: 'Learning session',
    published: Temporal.PlainDateTime.from('2026-04-20T10:00'),
    topics: [],
    summary: 'A day for member trusts.',
    body: '',
    status: 'confirmed',
    venue: 'Bristol',
    starts: Temporal.PlainDateTime.from(at[0]),
    ends: Temporal.PlainDateTime.from(at[1]),
    ...rest,
  };
}

function file(story: LearningEvent, options: { timezone?: string; sequence?: number; method?: 'PUBLISH' | 'CANCEL' } = {}): string {
  const { timezone = rules.timezone, sequence = 0, method = 'PUBLISH' } = options;
  return eventCalendar(story, { rules: { ...rules, timezone }, sequence, stamp, method });
}

/** The file as ical.js reads it. Its times come from the VTIMEZONE in the file, without other knowledge of zones. */
function read(ics: string) {
  const calendar = new ICAL.Component(ICAL.parse(ics));
  const item = calendar.getFirstSubcomponent('vevent')!;
  const zone = new ICAL.Timezone(calendar.getFirstSubcomponent('vtimezone')!);
  const instant = (name: string) => {
    const time = item.getFirstPropertyValue(name) as ICAL.Time;
    time.zone = zone;
    return new Date(time.toUnixTime() * 1000).toISOString().replace(':00.000Z', 'Z');
  };
  return {
    calendar,
    item,
    starts: instant('dtstart'),
    ends: instant('dtend'),
    value: (name: string) => String(item.getFirstPropertyValue(name)),
  };
}

test.each([
  ['in summer', 'Europe/London', ['2026-07-03T09:30', '2026-07-03T16:30'], ['2026-07-03T08:30Z', '2026-07-03T15:30Z']],
  ['in winter', 'Europe/London', ['2026-12-03T09:30', '2026-12-03T16:30'], ['2026-12-03T09:30Z', '2026-12-03T16:30Z']],
  ['over the change to summer time', 'Europe/London', ['2026-03-28T10:00', '2026-03-29T10:00'], ['2026-03-28T10:00Z', '2026-03-29T09:00Z']],
  ['over the change to winter time', 'Europe/London', ['2026-10-24T10:00', '2026-10-25T10:00'], ['2026-10-24T09:00Z', '2026-10-25T10:00Z']],
  [
    'just after the change to summer time',
    'Europe/London',
    ['2026-03-29T02:00', '2026-03-29T03:00'],
    ['2026-03-29T01:00Z', '2026-03-29T02:00Z'],
  ],
  [
    'just after the change to winter time',
    'Europe/London',
    ['2026-10-25T02:00', '2026-10-25T03:00'],
    ['2026-10-25T02:00Z', '2026-10-25T03:00Z'],
  ],
  ['over a whole year', 'Europe/London', ['2026-07-03T09:30', '2027-07-04T09:30'], ['2026-07-03T08:30Z', '2027-07-04T08:30Z']],
  ['far ahead', 'Europe/London', ['2040-07-03T09:30', '2040-07-03T16:30'], ['2040-07-03T08:30Z', '2040-07-03T15:30Z']],
  ['where clocks never change', 'UTC', ['2026-07-03T09:30', '2026-07-03T16:30'], ['2026-07-03T09:30Z', '2026-07-03T16:30Z']],
  ['where they no longer change', 'Asia/Kolkata', ['2026-07-03T09:30', '2026-07-03T16:30'], ['2026-07-03T04:00Z', '2026-07-03T11:00Z']],
  ['west of Greenwich', 'America/New_York', ['2026-10-31T09:30', '2026-11-01T09:30'], ['2026-10-31T13:30Z', '2026-11-01T14:30Z']],
  [
    'where they change by half an hour',
    'Australia/Lord_Howe',
    ['2026-07-03T09:30', '2026-12-03T09:30'],
    ['2026-07-02T23:00Z', '2026-12-02T22:30Z'],
  ],
] as const)(
  'the calendar file of an event %s (%s) has the right moment by the zone that the file itself describes',
  (_, timezone, at, [starts, ends]) => {
    const shown = read(file(event({ at: [...at] }), { timezone }));
    expect({ starts: shown.starts, ends: shown.ends }).toEqual({ starts, ends });
  },
);

test('the calendar file of any London event until 2040 has the moment that the zone says', () => {
  const hour = fc.integer({ min: 0, max: 15 * 8766 });
  fc.assert(
    fc.property(hour, fc.integer({ min: 1, max: 72 }), (from, length) => {
      const starts = Temporal.PlainDateTime.from('2026-01-01T00:00').add({ hours: from });
      const ends = starts.add({ hours: length });
      const moment = (time: Temporal.PlainDateTime) =>
        time.toZonedDateTime('Europe/London').toInstant().toString({ smallestUnit: 'minute' });
      // Clocks that go back show one hour twice, and clocks that go forward skip one. Parsers differ about these hours.
      const plain = (time: Temporal.PlainDateTime) =>
        time
          .toZonedDateTime('Europe/London', { disambiguation: 'later' })
          .toInstant()
          .equals(time.toZonedDateTime('Europe/London', { disambiguation: 'earlier' }).toInstant());
      fc.pre(plain(starts) && plain(ends) && moment(starts) < moment(ends));
      const shown = read(file(event({ starts, ends })));
      expect({ starts: shown.starts, ends: shown.ends }).toEqual({ starts: moment(starts), ends: moment(ends) });
    }),
    { numRuns: 60 },
  );
});

test('a published calendar file names the organizer and no attendee, and has each property once', () => {
  const ics = file(event(), { sequence: 2 });
  const lines = ics.split('\r\n');
  for (const name of [
    'VERSION:',
    'PRODID:',
    'METHOD:',
    'UID:',
    'DTSTAMP:',
    'LAST-MODIFIED:',
    'DTSTART;',
    'DTEND;',
    'STATUS:',
    'SUMMARY:',
    'ORGANIZER;',
    'SEQUENCE:',
    'URL:',
  ]) {
    expect([name, lines.filter((line) => line.startsWith(name)).length]).toEqual([name, 1]);
  }
  expect(ics).not.toMatch(/ATTENDEE|DURATION/);
  const { calendar, item, value } = read(ics);
  expect(calendar.getFirstPropertyValue('method')).toBe('PUBLISH');
  expect(value('organizer')).toBe('mailto:team@example.org');
  expect(item.getFirstProperty('organizer')!.getFirstParameter('cn')).toBe('Mental Health Collaborative');
  expect(value('uid')).toBe('evt-2026-07-03-learning-session@news.example.org');
  expect([value('sequence'), value('dtstamp'), value('last-modified')]).toEqual(['2', '2026-01-05T10:00:00Z', '2026-01-05T10:00:00Z']);
  expect(value('url')).toBe('https://news.example.org/events/2026-07-03-learning-session');
  expect(value('description')).toBe('A day for member trusts.\n\nhttps://news.example.org/events/2026-07-03-learning-session');
});

test.each([
  ['confirmed', 'PUBLISH', 'CONFIRMED'],
  ['postponed', 'PUBLISH', 'TENTATIVE'],
  ['cancelled', 'PUBLISH', 'CANCELLED'],
  ['cancelled', 'CANCEL', 'CANCELLED'],
  // A CANCEL file says so even if it is made from the story before the cancellation.
  ['confirmed', 'CANCEL', 'CANCELLED'],
] as const)('the calendar file of an event that is %s, with method %s, has the status %s and the same UID', (status, method, shown) => {
  const { calendar, value } = read(file(event({ status }), { method, sequence: 1 }));
  expect(calendar.getFirstPropertyValue('method')).toBe(method);
  expect(value('status')).toBe(shown);
  expect(value('uid')).toBe(read(file(event())).value('uid'));
});

test('the calendar file has the venue of an event as its place, or the link of an online one, or both', () => {
  const online = 'https://teams.example.org/join?a=1;b=2';
  const { venue, ...nowhere } = event();
  expect(read(file({ ...nowhere, venue: 'Town Hall; Bristol' })).value('location')).toBe('Town Hall; Bristol');
  expect(read(file({ ...nowhere, online })).value('location')).toBe(online);
  expect(read(file({ ...nowhere, venue: 'Bristol', online })).value('description')).toContain(`Online: ${online}`);
  expect(file(nowhere)).not.toContain('LOCATION');
});

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 400 }),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ unit: fc.constantFrom('\\', ';', ',', '\n', '\r', '"', ':', ' ', '😀', 'é', '漢', 'a'), maxLength: 300 }),
);

test('the calendar file gives any text back, in lines of at most 75 octets that are whole UTF-8', () => {
  fc.assert(
    fc.property(anyText, anyText, fc.string({ unit: 'grapheme' }), (title, summary, sender) => {
      const story = event({ title, summary });
      const ics = eventCalendar(story, {
        rules: { ...rules, sender: { ...rules.sender, name: sender } },
        sequence: 0,
        stamp,
        method: 'PUBLISH',
      });
      expect(ics.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
      for (const line of ics.split('\r\n')) {
        expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
        expect(line.isWellFormed()).toBe(true);
      }
      const written = (text: string) =>
        text
          .replace(/\r\n?/g, '\n')
          .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')
          .toWellFormed();
      const { value } = read(ics);
      expect(value('summary')).toBe(written(title));
      const link = 'https://news.example.org/events/2026-07-03-learning-session';
      expect(value('description')).toBe(written(summary === '' ? link : `${summary}\n\n${link}`));
    }),
  );
});

test('the links to Google and Outlook carry the whole event, at the same moments as the calendar file', () => {
  const story = event({ title: 'Learning & sharing: 50% + more', venue: 'Bath' });
  const { google, outlook, ics } = addToCalendar(story, rules);
  expect(ics).toBe('https://news.example.org/events/2026-07-03-learning-session.ics');
  const inGoogle = new URL(google).searchParams;
  expect(inGoogle.get('text')).toBe(story.title);
  expect(inGoogle.get('dates')).toBe('20260703T083000Z/20260703T153000Z');
  expect(inGoogle.get('ctz')).toBe('Europe/London');
  const inOutlook = new URL(outlook).searchParams;
  expect(inOutlook.get('subject')).toBe(story.title);
  expect([inOutlook.get('startdt'), inOutlook.get('enddt')]).toEqual(['2026-07-03T08:30:00Z', '2026-07-03T15:30:00Z']);
  expect(inOutlook.get('location')).toBe('Bath');
  expect(outlook).not.toContain('+');
});

import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import type { PublicationRecord } from '#core/publication/publication';
import { eventCalendar } from '#core/site/ics-event';
import { calendarFeed, calendarVersions } from '#core/site/ics-feed';
import type { LearningEvent } from '#core/story/story';
import { id, local, london, sampleEvent, sampleRules, slug } from '#tests/core/samples';
import { readCalendar } from '#tests/web/site/read-feeds';

const rules = sampleRules();
const now = london('2026-06-01T12:00').toInstant();
const version = { sequence: 0, stamp: Temporal.Instant.from('2026-01-05T10:00:00Z') };

function event(name: string, starts: string, ends: string, different: Partial<LearningEvent> = {}): LearningEvent {
  return sampleEvent({ slug: slug(name), starts: local(starts), ends: local(ends), ...different });
}
function feed(...events: LearningEvent[]): string {
  return calendarFeed(events, () => version, rules, now);
}

describe('the calendar of all events', () => {
  test('the calendar feed has each event at its moment across both clock changes, by the one zone that it describes', () => {
    const { events } = readCalendar(
      feed(
        event('winter', '2026-12-03T09:30', '2026-12-03T16:30'),
        event('summer', '2026-07-03T09:30', '2026-07-03T16:30'),
        event('into-winter', '2026-10-24T10:00', '2026-10-25T10:00'),
        event('into-summer', '2027-03-27T10:00', '2027-03-28T10:00'),
        event('long-ago', '2026-03-28T10:00', '2026-03-29T10:00'),
      ),
    );
    expect(events.map(({ starts, ends }) => [starts, ends])).toEqual([
      ['2026-03-28T10:00Z', '2026-03-29T09:00Z'],
      ['2026-07-03T08:30Z', '2026-07-03T15:30Z'],
      ['2026-10-24T09:00Z', '2026-10-25T10:00Z'],
      ['2026-12-03T09:30Z', '2026-12-03T16:30Z'],
      ['2027-03-27T10:00Z', '2027-03-28T09:00Z'],
    ]);
  });

  test('the calendar feed goes back a year, and keeps cancelled and postponed events', () => {
    const { events } = readCalendar(
      feed(
        event('too-old', '2025-05-31T09:00', '2025-05-31T10:00'),
        event('old', '2025-06-02T09:00', '2025-06-02T10:00'),
        event('off', '2026-07-02T09:00', '2026-07-02T10:00', { status: 'cancelled' }),
        event('later', '2026-08-02T09:00', '2026-08-02T10:00', { status: 'postponed' }),
        event('far', '2036-08-02T09:00', '2036-08-02T10:00'),
      ),
    );
    expect(events.map(({ value }) => [value('uid'), value('status')])).toEqual([
      ['evt-old@news.example.org', 'CONFIRMED'],
      ['evt-off@news.example.org', 'CANCELLED'],
      ['evt-later@news.example.org', 'TENTATIVE'],
      ['evt-far@news.example.org', 'CONFIRMED'],
    ]);
  });

  test('the calendar feed has a name, says how often to refresh, and publishes to everyone', () => {
    const ics = feed(event('one', '2026-07-02T09:00', '2026-07-02T10:00'));
    const { calendar } = readCalendar(ics);
    const value = (name: string) => String(calendar.getFirstPropertyValue(name));
    for (const name of ['name', 'x-wr-calname']) expect(value(name)).toBe(`${rules.name}: events`);
    for (const name of ['refresh-interval', 'x-published-ttl']) expect(value(name)).toBe('PT6H');
    expect([value('version'), value('method'), value('source')]).toEqual(['2.0', 'PUBLISH', 'https://news.example.org/calendar.ics']);
    for (const name of ['VERSION', 'PRODID', 'METHOD', 'NAME']) expect(ics.match(new RegExp(`^${name}:`, 'gm'))).toHaveLength(1);
    expect(ics).toMatch(/^REFRESH-INTERVAL;VALUE=DURATION:PT6H\r$/m);
    expect(ics).not.toMatch(/ATTENDEE|DURATION:P.*\r\nDTEND/);
  });

  test('the calendar feed without an event is still a calendar', () => {
    expect(readCalendar(feed()).events).toEqual([]);
  });

  test('the calendar feed has the same lines for an event as the event’s own file', () => {
    const one = event('one', '2026-07-02T09:00', '2026-07-02T10:00', { online: 'https://example.org/a;b' });
    const vevent = (ics: string) => /BEGIN:VEVENT[\s\S]*END:VEVENT/.exec(ics)?.[0];
    expect(vevent(feed(one))).toBe(vevent(eventCalendar(one, { rules, method: 'PUBLISH', ...version })));
  });

  test('the calendar feed has CRLF lines of at most 75 octets, and gives any text back', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 200 }).map((value) => `x${value}`);
    fc.assert(
      fc.property(text, text, (title, venue) => {
        const ics = feed(event('one', '2026-07-02T09:00', '2026-07-02T10:00', { title, venue }));
        expect(ics.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
        for (const line of ics.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
        const [shown] = readCalendar(ics).events;
        expect([shown?.value('summary'), shown?.value('location')]).toEqual([title, venue]);
      }),
    );
  });
});

describe('the version of an event in calendars', () => {
  const change = (sequence: number, state: PublicationRecord['state']): PublicationRecord => ({
    id: id(`change-one-${sequence}`),
    kind: 'change',
    channel: 'email',
    due: london('2026-05-01T09:00'),
    stories: [slug('one')],
    decision: 'go',
    state,
    version: 0,
    sequence,
  });
  const one = event('one', '2026-07-02T09:00', '2026-07-02T10:00');

  test('the calendar version has the highest sequence that was mailed, even if the notice before it was missed', () => {
    expect(calendarVersions([change(1, 'done'), change(2, 'missed'), change(3, 'sending')], [], rules)(one).sequence).toBe(3);
    expect(calendarVersions([change(1, 'done'), change(2, 'waiting')], [], rules)(one).sequence).toBe(1);
    expect(calendarVersions([], [], rules)(one).sequence).toBe(0);
  });

  test('the calendar version is as old as the last edit of the event’s facts', () => {
    const factsSeen = Temporal.Instant.from('2026-05-05T10:00:00Z');
    const storySeen = { slug: one.slug, firstSeen: factsSeen, published: '', publishedSeen: factsSeen, facts: '', factsSeen: factsSeen };
    expect(calendarVersions([], [storySeen], rules)(one).stamp).toEqual(factsSeen);
    expect(String(calendarVersions([], [], rules)(one).stamp)).toBe('2020-01-14T10:00:00Z');
  });
});

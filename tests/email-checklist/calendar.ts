// C1 to C7, on each calendar file of a mail.
import { isUtf8 } from 'node:buffer';
import ICAL from 'ical.js';
import { Temporal } from 'temporal-polyfill';
import { headerValue, type MimePart, type OpenedMail } from '#tests/email-checklist/opened-mail';
import { type Rule, when } from '#tests/email-checklist/rule';

const TEXTS = /^(SUMMARY|LOCATION|DESCRIPTION)(;[^:]*)?:(.*)$/;

type Calendar = { part: MimePart; ics: string; lines: string[]; property: (name: string) => string[] };

const each = (check: (calendar: Calendar) => string[]) => (mail: OpenedMail) =>
  mail.calendars.flatMap(({ part, ics }) => {
    const lines = ics
      .replace(/\r\n[ \t]/g, '')
      .split('\r\n')
      .filter((line) => line !== '');
    const event = lines.slice(lines.indexOf('BEGIN:VEVENT'), lines.indexOf('END:VEVENT'));
    const inside = (name: string) => (['VERSION', 'PRODID', 'METHOD'].includes(name) ? lines : event);
    const property = (name: string) =>
      inside(name)
        .filter((line) => line.startsWith(`${name}:`) || line.startsWith(`${name};`))
        .map((line) => line.slice(name.length));
    return check({ part, ics, lines, property });
  });

export const calendarRules: Rule[] = [
  {
    id: 'C1',
    level: 'B',
    why: 'Outlook refuses a file whose lines are not folded and escaped as RFC 5545 says.',
    check: each(({ part, ics, lines }) => {
      const physical = Buffer.from(part.body, 'base64')
        .toString('latin1')
        .split('\r\n')
        .map((line) => Buffer.from(line, 'latin1'));
      return [
        ...when(/[^\r]\n/.test(ics) || !ics.endsWith('\r\n'), 'A line of the calendar file does not end in CRLF.'),
        ...when(
          physical.some((line) => line.length > 75),
          'A line of the calendar file has more than 75 octets.',
        ),
        ...when(
          physical.some((line) => !isUtf8(line)),
          'The calendar file cuts a character.',
        ),
        ...when(
          lines.some((line) => !/^[A-Z-]+(;[A-Z-]+=("[^"]*"|[^";:,]*))*:/.test(line)),
          'A line of the calendar file is not NAME:value.',
        ),
        ...when(
          lines.some((line) => /(?<!\\)(\\\\)*[;,]/.test(TEXTS.exec(line)?.[3] ?? '')),
          'A comma or semicolon is not escaped.',
        ),
      ];
    }),
  },
  {
    id: 'C2',
    level: 'B',
    why: 'Without these a calendar does not know what to enter.',
    check: each(({ ics, property }) => {
      const start = Temporal.PlainDateTime.from(/DTSTART[^:]*:(\d{8}T\d{6})/.exec(ics)?.[1] ?? '1970-01-01T00:00');
      const end = Temporal.PlainDateTime.from(/DTEND[^:]*:(\d{8}T\d{6})/.exec(ics)?.[1] ?? '1970-01-01T00:00');
      return [
        ...['VERSION', 'PRODID', 'METHOD', 'UID', 'DTSTAMP', 'DTSTART']
          .filter((name) => property(name).length !== 1)
          .map((name) => `${name} stands ${property(name).length} times.`),
        ...when(property('DTEND').length + property('DURATION').length !== 1, 'There is not exactly one of DTEND and DURATION.'),
        ...when(!/^:\d{8}T\d{6}Z$/.test(property('DTSTAMP')[0] ?? ''), 'DTSTAMP is not in UTC.'),
        ...when(Temporal.PlainDateTime.compare(end, start) <= 0, 'The event ends before it starts.'),
      ];
    }),
  },
  {
    id: 'C3',
    level: 'B',
    why: 'A floating time is an hour wrong in another country, and half the year here.',
    check: each(({ ics, property }) => {
      const [, zone, wall] = /^;TZID=([^:]+):(\d{8}T\d{6})$/.exec(property('DTSTART')[0] ?? '') ?? [];
      if (zone === undefined || wall === undefined) return ['DTSTART has no time zone.'];
      const calendar = new ICAL.Component(ICAL.parse(ics));
      const timezone = calendar.getAllSubcomponents('vtimezone').find((component) => component.getFirstPropertyValue('tzid') === zone);
      if (!timezone) return [`There is no VTIMEZONE for ${zone}.`];
      const { y, m, d, h, min } = {
        y: Number(wall.slice(0, 4)),
        m: Number(wall.slice(4, 6)),
        d: Number(wall.slice(6, 8)),
        h: Number(wall.slice(9, 11)),
        min: Number(wall.slice(11, 13)),
      };
      const asCalendarsReadIt = new ICAL.Time(
        { year: y, month: m, day: d, hour: h, minute: min, second: 0, isDate: false },
        new ICAL.Timezone({ component: timezone, tzid: zone }),
      ).toUnixTime();
      const asItIs = Temporal.PlainDateTime.from(wall).toZonedDateTime(zone).epochMilliseconds / 1000;
      return when(asCalendarsReadIt !== asItIs, 'The VTIMEZONE gives another time than the zone has.');
    }),
  },
  {
    id: 'C4',
    level: 'B',
    why: 'A calendar takes a new version of an event by its UID and SEQUENCE; without them it enters the event twice.',
    check: each(({ property }) => [
      ...when(!/^:[^@\s]+@[^@\s]+$/.test(property('UID')[0] ?? ''), 'The UID is not name@domain.'),
      ...when(!/^:\d+$/.test(property('SEQUENCE')[0] ?? ''), 'There is no SEQUENCE.'),
      ...when(!/^:\d{8}T\d{6}Z$/.test(property('LAST-MODIFIED')[0] ?? ''), 'There is no LAST-MODIFIED.'),
    ]),
  },
  {
    id: 'C5',
    level: 'B',
    why: 'A PUBLISH with attendees asks a thousand people to answer; a CANCEL without STATUS cancels nothing.',
    check: each(({ property }) => {
      const method = property('METHOD')[0]?.slice(1) ?? '';
      return [
        ...when(
          method === 'PUBLISH' && (property('ORGANIZER').length !== 1 || property('SUMMARY').length !== 1),
          'A PUBLISH lacks ORGANIZER or SUMMARY.',
        ),
        ...when(method === 'PUBLISH' && property('ATTENDEE').length > 0, 'A PUBLISH has an attendee.'),
        ...when(method === 'REQUEST' && property('ATTENDEE').length !== 1, 'A REQUEST is not for one attendee.'),
        ...when(method === 'CANCEL' && property('STATUS')[0] !== ':CANCELLED', 'A CANCEL lacks STATUS:CANCELLED.'),
      ];
    }),
  },
  {
    id: 'C6',
    level: 'B',
    why: 'Gmail ignores a cancellation whose part does not name its method.',
    check: each(({ part, property }) => [
      ...when(part.parameters.get('method') !== property('METHOD')[0]?.slice(1), 'The part names another method than the file.'),
      ...when(part.parameters.get('charset')?.toLowerCase() !== 'utf-8', 'The calendar part is not declared as UTF-8.'),
    ]),
  },
  {
    id: 'C7',
    level: 'W',
    why: 'People recognise event.ics.',
    check: each(({ part }) =>
      when(headerValue(part.headers, 'content-disposition') !== 'attachment; filename="event.ics"', 'The file is not called event.ics.'),
    ),
  },
];

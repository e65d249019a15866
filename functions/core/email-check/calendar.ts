// Rules C1 to C7, for each calendar file of a mail.
import { Temporal } from 'temporal-polyfill';
import type { OpenedMail } from '#core/email-check/opened-mail';
import { type EmailRule, when } from '#core/email-check/rule';
import { binaryOf, headerValue, isUtf8, type MimePart } from '#core/mime/read-message';

const TEXTS = /^(SUMMARY|LOCATION|DESCRIPTION)(;[^:]*)?:(.*)$/;

/** `lines`: unfolded. `property`: all values of a name, in the file or in its event, with `:` or their parameters. */
type Calendar = { part: MimePart; ics: string; lines: string[]; property: (name: string) => string[] };

const each = (check: (calendar: Calendar) => string[]) => (mail: OpenedMail) =>
  mail.calendars.flatMap(({ part, ics }) => {
    const lines = unfolded(ics);
    const event = lines.slice(lines.indexOf('BEGIN:VEVENT'), lines.indexOf('END:VEVENT'));
    const property = (name: string) =>
      (['VERSION', 'PRODID', 'METHOD'].includes(name) ? lines : event)
        .filter((line) => line.startsWith(`${name}:`) || line.startsWith(`${name};`))
        .map((line) => line.slice(name.length));
    return check({ part, ics, lines, property });
  });

function unfolded(ics: string): string[] {
  return ics
    .replace(/\r\n[ \t]/g, '')
    .split('\r\n')
    .filter((line) => line !== '');
}

export const calendarRules: readonly EmailRule[] = [
  {
    id: 'C1',
    level: 'blocks',
    fixedBy: 'newsroom',
    why: 'Outlook refuses a file whose lines are not folded and escaped as RFC 5545 says.',
    check: each(({ part, ics, lines }) => {
      const physical = binaryOf(part).split('\r\n');
      return [
        ...when(/(?<!\r)\n/.test(ics) || !ics.endsWith('\r\n'), 'A line of the calendar file does not end in CRLF.'),
        ...when(
          physical.some((line) => line.length > 75),
          'A line of the calendar file has more than 75 octets.',
        ),
        ...when(!physical.every(isUtf8), 'The calendar file cuts a character.'),
        ...when(
          lines.some((line) => !/^[A-Z-]+(;[A-Z-]+=("[^"]*"|[^";:,]*))*:/.test(line)),
          'A line of the calendar file is not NAME:value.',
        ),
        ...when(
          lines.some((line) => /(?<!\\)(\\\\)*[;,]/.test(TEXTS.exec(line)?.[3] ?? '')),
          'A comma or semicolon of the calendar file is not escaped.',
        ),
      ];
    }),
  },
  {
    id: 'C2',
    level: 'blocks',
    fixedBy: 'newsroom',
    why: 'Without these a calendar does not know what to enter.',
    check: each(({ property }) => {
      const [start, end] = ['DTSTART', 'DTEND'].map((name) => wallClock(property(name)[0]));
      return [
        ...['VERSION', 'PRODID', 'METHOD', 'UID', 'DTSTAMP', 'DTSTART']
          .filter((name) => property(name).length !== 1)
          .map((name) => `${name} stands ${property(name).length} times in the calendar file.`),
        ...when(property('DTEND').length + property('DURATION').length !== 1, 'There is not exactly one of DTEND and DURATION.'),
        ...when(!/^:\d{8}T\d{6}Z$/.test(property('DTSTAMP')[0] ?? ''), 'DTSTAMP is not in UTC.'),
        ...when(
          start !== undefined && end !== undefined && Temporal.PlainDateTime.compare(end, start) <= 0,
          'In the calendar file the event ends before it starts.',
        ),
      ];
    }),
  },
  {
    id: 'C3',
    level: 'blocks',
    fixedBy: 'newsroom',
    why: 'A floating time is an hour wrong in another country, and half the year here.',
    check: each(({ lines, property }) => {
      const start = property('DTSTART')[0];
      const zone = /^;TZID=([^:]+):/.exec(start ?? '')?.[1];
      const wall = wallClock(start);
      if (zone === undefined || wall === undefined) return ['The start in the calendar file has no time zone.'];
      const from = lines.indexOf(`TZID:${zone}`);
      if (from === -1) return [`The calendar file does not say what ${zone} is.`];
      const offset = offsetAt(wall, lines.slice(from, lines.indexOf('END:VTIMEZONE', from)));
      return when(offset !== wall.toZonedDateTime(zone).offset, `The calendar file gives ${zone} another time than it has.`);
    }),
  },
  {
    id: 'C4',
    level: 'blocks',
    fixedBy: 'newsroom',
    why: 'A calendar takes a new version of an event by its UID and SEQUENCE; without them it enters the event twice.',
    check: each(({ property }) => [
      ...when(!/^:[^@\s]+@[^@\s]+$/.test(property('UID')[0] ?? ''), 'The UID is not name@domain.'),
      ...when(!/^:\d+$/.test(property('SEQUENCE')[0] ?? ''), 'There is no SEQUENCE.'),
      ...when(!/^:\d{8}T\d{6}Z$/.test(property('LAST-MODIFIED')[0] ?? ''), 'There is no LAST-MODIFIED.'),
    ]),
  },
  {
    id: 'C5',
    level: 'blocks',
    fixedBy: 'newsroom',
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
    level: 'blocks',
    fixedBy: 'newsroom',
    why: 'Gmail ignores a cancellation whose part does not name its method.',
    check: each(({ part, property }) => [
      ...when(part.parameters.get('method') !== property('METHOD')[0]?.slice(1), 'The calendar part names another method than the file.'),
      ...when(part.parameters.get('charset')?.toLowerCase() !== 'utf-8', 'The calendar part is not declared as UTF-8.'),
    ]),
  },
  {
    id: 'C7',
    level: 'warns',
    fixedBy: 'newsroom',
    why: 'People recognise event.ics.',
    check: each(({ part }) =>
      when(headerValue(part.headers, 'content-disposition') !== 'attachment; filename="event.ics"', 'The file is not called event.ics.'),
    ),
  },
];

function wallClock(property: string | undefined): Temporal.PlainDateTime | undefined {
  const written = /:(\d{8}T\d{6})$/.exec(property ?? '')?.[1];
  return written === undefined ? undefined : Temporal.PlainDateTime.from(written);
}

/** Returns the offset after the last clock change before `wall`, such as `+01:00`. The VTIMEZONE has no recurrence rules. */
function offsetAt(wall: Temporal.PlainDateTime, timezone: readonly string[]): string | undefined {
  let latest: { onset: Temporal.PlainDateTime; offset: string } | undefined;
  let onset: Temporal.PlainDateTime | undefined;
  for (const line of timezone) {
    if (line.startsWith('DTSTART:')) onset = wallClock(line);
    const offset = /^TZOFFSETTO:([+-]\d\d)(\d\d)/.exec(line);
    if (!offset || !onset || Temporal.PlainDateTime.compare(onset, wall) > 0) continue;
    if (!latest || Temporal.PlainDateTime.compare(onset, latest.onset) >= 0) latest = { onset, offset: `${offset[1]}:${offset[2]}` };
  }
  return latest?.offset;
}

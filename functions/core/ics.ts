// One event as a calendar file (RFC 5545, RFC 5546, RFC 7986), and the links that put it into a reader's calendar.
import type { Temporal } from 'temporal-polyfill';
import { links } from '#core/links';
import type { Rules } from '#core/rules';
import type { EventStatus, LearningEvent } from '#core/story';
import { vtimezone } from '#core/vtimezone';

export type CalendarEdition = {
  rules: Pick<Rules, 'name' | 'site' | 'timezone' | 'sender'>;
  /** How many change notices there have been: a calendar takes a file over the one it has only if this is not lower. */
  sequence: number;
  /** When this version of the event was made: DTSTAMP and LAST-MODIFIED. */
  stamp: Temporal.Instant;
  /** `CANCEL` only for what is mailed when an event is called off; a file on the site is always `PUBLISH`. */
  method: 'PUBLISH' | 'CANCEL';
};

const STATUS = { confirmed: 'CONFIRMED', postponed: 'TENTATIVE', cancelled: 'CANCELLED' } as const satisfies Record<EventStatus, string>;

/** A calendar file with this one event. The same event has the same UID for ever. */
export function eventCalendar(event: LearningEvent, { rules, sequence, stamp, method }: CalendarEdition): string {
  const zone = rules.timezone;
  const stamped = compact(stamp.toString({ smallestUnit: 'second' }));
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    `PRODID:${text(`-//${rules.name}//Newsroom//EN`)}`,
    'CALSCALE:GREGORIAN',
    `METHOD:${method}`,
    ...vtimezone(event.starts.toZonedDateTime(zone), event.ends.toZonedDateTime(zone)),
    'BEGIN:VEVENT',
    `UID:${text(`evt-${event.slug}@${new URL(rules.site).host}`)}`,
    `SEQUENCE:${sequence}`,
    `DTSTAMP:${stamped}`,
    `LAST-MODIFIED:${stamped}`,
    `DTSTART;TZID=${zone}:${wallClock(event.starts)}`,
    `DTEND;TZID=${zone}:${wallClock(event.ends)}`,
    `STATUS:${method === 'CANCEL' ? 'CANCELLED' : STATUS[event.status]}`,
    // METHOD:PUBLISH must name an organizer and no attendee (RFC 5546 section 3.2.1).
    `ORGANIZER;CN=${quoted(rules.sender.name)}:mailto:${rules.sender.replyTo}`,
    `SUMMARY:${text(event.title)}`,
    ...(place(event) ? [`LOCATION:${text(place(event))}`] : []),
    `DESCRIPTION:${text(description(event, rules))}`,
    `URL:${links(rules).story(event)}`,
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${fold(line)}\r\n`).join('');
}

/** Links that open a filled-in new entry in Google Calendar and in Outlook on the web, and the one to the calendar file. */
export function addToCalendar(
  event: LearningEvent,
  rules: Pick<Rules, 'site' | 'timezone'>,
): { google: string; outlook: string; ics: string } {
  const utc = (time: Temporal.PlainDateTime) => time.toZonedDateTime(rules.timezone).toInstant().toString({ smallestUnit: 'second' });
  const details = description(event, rules);
  return {
    google: `https://calendar.google.com/calendar/render?${query({
      action: 'TEMPLATE',
      text: event.title,
      dates: `${compact(utc(event.starts))}/${compact(utc(event.ends))}`,
      ctz: rules.timezone,
      details,
      location: place(event),
    })}`,
    // NHSmail is Microsoft 365, so this is the work calendar and not the private one at outlook.live.com.
    outlook: `https://outlook.office.com/calendar/0/deeplink/compose?${query({
      path: '/calendar/action/compose',
      rru: 'addevent',
      subject: event.title,
      startdt: utc(event.starts),
      enddt: utc(event.ends),
      body: details,
      location: place(event),
    })}`,
    ics: links(rules).calendarFile(event),
  };
}

function place(event: LearningEvent): string {
  return event.venue ?? event.online ?? '';
}

function description(event: LearningEvent, rules: Pick<Rules, 'site'>): string {
  const online = event.venue !== undefined && event.online !== undefined ? [`Online: ${event.online}`] : [];
  return [event.summary, ...online, links(rules).story(event)].filter((line) => line !== '').join('\n\n');
}

/** URLSearchParams writes a space as `+`, which Outlook then shows. */
function query(values: Record<string, string>): string {
  return Object.entries(values)
    .filter(([, value]) => value !== '')
    .map(([key, value]) => `${key}=${encodeURIComponent(value.toWellFormed())}`)
    .join('&');
}

function wallClock(time: Temporal.PlainDateTime): string {
  return compact(time.toString({ smallestUnit: 'second' }));
}

function compact(iso: string): string {
  return iso.replace(/[-:]/g, '');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: RFC 5545 allows no control character but tab in a value.
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f]/g;

/** A TEXT value (RFC 5545 section 3.3.11). */
function text(value: string): string {
  return value
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(CONTROLS, '')
    .replace(/[\\;,]/g, '\\$&')
    .replace(/\n/g, '\\n');
}

/** A parameter value: it has no escape for a double quote that all calendars know. */
function quoted(value: string): string {
  return `"${value
    .toWellFormed()
    .replace(/[\r\n]+/g, ' ')
    .replace(CONTROLS, '')
    .replace(/"/g, "'")}"`;
}

const LINE_OCTETS = 75;

/** Folds one content line at 75 octets of UTF-8, never inside a character (RFC 5545 section 3.1). */
function fold(line: string): string {
  let folded = '';
  let octets = 0;
  for (const character of line) {
    const width = octetsOf(character.codePointAt(0) ?? 0);
    if (octets + width > LINE_OCTETS) {
      folded += '\r\n ';
      octets = 1;
    }
    folded += character;
    octets += width;
  }
  return folded;
}

function octetsOf(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}

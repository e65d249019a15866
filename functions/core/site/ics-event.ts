// One event as a calendar file (RFC 5545, RFC 5546, RFC 7986), and the links that put it into a reader's calendar.
import type { Temporal } from 'temporal-polyfill';
import type { Rules } from '#core/rules/rules';
import { icsFile, icsInstant, icsQuoted, icsText, icsWallClock } from '#core/site/ics-lines';
import { vtimezone } from '#core/site/ics-timezone';
import { links } from '#core/site/links';
import type { EventStatus, LearningEvent } from '#core/story/story';

export type CalendarRules = Pick<Rules, 'name' | 'site' | 'timezone' | 'sender'>;

/** The version of an event that a calendar receives. */
export type CalendarVersion = {
  /** The number of change notices so far. A calendar ignores a file with a lower number than the one it has. */
  sequence: number;
  /** When this version of the event was made: DTSTAMP and LAST-MODIFIED. */
  stamp: Temporal.Instant;
};

export type CalendarOptions = CalendarVersion & {
  rules: CalendarRules;
  /** `CANCEL` only in the email that cancels or postpones an event. A file on the site is always `PUBLISH`. */
  method: 'PUBLISH' | 'CANCEL';
};

const STATUS = { confirmed: 'CONFIRMED', postponed: 'TENTATIVE', cancelled: 'CANCELLED' } as const satisfies Record<EventStatus, string>;

/** Returns a calendar file with this one event. An event's UID never changes. */
export function eventCalendar(event: LearningEvent, { rules, method, ...version }: CalendarOptions): string {
  const zone = rules.timezone;
  return icsFile([
    ...calendarHead(rules, method),
    ...vtimezone(event.starts.toZonedDateTime(zone), event.ends.toZonedDateTime(zone)),
    ...eventLines(method === 'CANCEL' ? { ...event, status: 'cancelled' } : event, version, rules),
    'END:VCALENDAR',
  ]);
}

/** Returns the first content lines of a calendar file. */
export function calendarHead(rules: CalendarRules, method: CalendarOptions['method']): string[] {
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    `PRODID:${icsText(`-//${rules.name}//Newsroom//EN`)}`,
    'CALSCALE:GREGORIAN',
    `METHOD:${method}`,
  ];
}

/** Returns the lines of an event's VEVENT. Its times need the VTIMEZONE of the rules' zone in the same file. */
export function eventLines(event: LearningEvent, { sequence, stamp }: CalendarVersion, rules: CalendarRules): string[] {
  const zone = rules.timezone;
  const stamped = icsInstant(stamp);
  return [
    'BEGIN:VEVENT',
    `UID:${icsText(`evt-${event.slug}@${new URL(rules.site).host}`)}`,
    `SEQUENCE:${sequence}`,
    `DTSTAMP:${stamped}`,
    `LAST-MODIFIED:${stamped}`,
    `DTSTART;TZID=${zone}:${icsWallClock(event.starts)}`,
    `DTEND;TZID=${zone}:${icsWallClock(event.ends)}`,
    `STATUS:${STATUS[event.status]}`,
    // METHOD:PUBLISH must name an organizer and no attendee (RFC 5546 section 3.2.1).
    `ORGANIZER;CN=${icsQuoted(rules.sender.name)}:mailto:${rules.sender.replyTo}`,
    `SUMMARY:${icsText(event.title)}`,
    ...(place(event) ? [`LOCATION:${icsText(place(event))}`] : []),
    `DESCRIPTION:${icsText(description(event, rules))}`,
    `URL:${links(rules).story(event)}`,
    'END:VEVENT',
  ];
}

/** Returns links to a filled-in new entry in Google Calendar and in Outlook on the web, and to the calendar file. */
export function addToCalendar(
  event: LearningEvent,
  rules: Pick<Rules, 'site' | 'timezone'>,
): { google: string; outlook: string; ics: string } {
  const moment = (time: Temporal.PlainDateTime) => time.toZonedDateTime(rules.timezone).toInstant();
  const details = description(event, rules);
  return {
    google: `https://calendar.google.com/calendar/render?${query({
      action: 'TEMPLATE',
      text: event.title,
      dates: `${icsInstant(moment(event.starts))}/${icsInstant(moment(event.ends))}`,
      ctz: rules.timezone,
      details,
      location: place(event),
    })}`,
    // NHSmail is Microsoft 365: outlook.office.com is the work calendar, outlook.live.com the private one.
    outlook: `https://outlook.office.com/calendar/0/deeplink/compose?${query({
      path: '/calendar/action/compose',
      rru: 'addevent',
      subject: event.title,
      startdt: moment(event.starts).toString({ smallestUnit: 'second' }),
      enddt: moment(event.ends).toString({ smallestUnit: 'second' }),
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

/** Writes a space as `%20`: URLSearchParams writes `+`, which Outlook shows as it is. */
function query(values: Record<string, string>): string {
  return Object.entries(values)
    .filter(([, value]) => value !== '')
    .map(([key, value]) => `${key}=${encodeURIComponent(value.toWellFormed())}`)
    .join('&');
}

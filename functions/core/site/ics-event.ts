// One event as a calendar file (RFC 5545, RFC 5546, RFC 7986), and the links that put it into a reader's calendar.
import type { Temporal } from 'temporal-polyfill';
import type { Rules } from '#core/rules/rules';
import { icsFile, icsInstant, icsQuoted, icsText, icsWallClock } from '#core/site/ics-lines';
import { vtimezone } from '#core/site/ics-timezone';
import { links } from '#core/site/links';
import type { EventStatus, LearningEvent } from '#core/story/story';

export type CalendarRules = Pick<Rules, 'name' | 'site' | 'timezone' | 'sender'>;

/** Which version of an event it is that a calendar is told of. */
export type CalendarVersion = {
  /** How many change notices there have been: a calendar takes a file over the one it has only if this is not lower. */
  sequence: number;
  /** When this version of the event was made: DTSTAMP and LAST-MODIFIED. */
  stamp: Temporal.Instant;
};

export type CalendarOptions = CalendarVersion & {
  rules: CalendarRules;
  /** `CANCEL` only for what is mailed when an event is called off; a file on the site is always `PUBLISH`. */
  method: 'PUBLISH' | 'CANCEL';
};

const STATUS = { confirmed: 'CONFIRMED', postponed: 'TENTATIVE', cancelled: 'CANCELLED' } as const satisfies Record<EventStatus, string>;

/** A calendar file with this one event. The same event has the same UID for ever. */
export function eventCalendar(event: LearningEvent, { rules, method, ...version }: CalendarOptions): string {
  const zone = rules.timezone;
  return icsFile([
    ...calendarHead(rules, method),
    ...vtimezone(event.starts.toZonedDateTime(zone), event.ends.toZonedDateTime(zone)),
    ...eventLines(method === 'CANCEL' ? { ...event, status: 'cancelled' } : event, version, rules),
    'END:VCALENDAR',
  ]);
}

/** How each of our calendar files begins. */
export function calendarHead(rules: CalendarRules, method: CalendarOptions['method']): string[] {
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    `PRODID:${icsText(`-//${rules.name}//Newsroom//EN`)}`,
    'CALSCALE:GREGORIAN',
    `METHOD:${method}`,
  ];
}

/** The VEVENT. Its times need the VTIMEZONE of the rules' zone in the same file. */
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

/** Links that open a filled-in new entry in Google Calendar and in Outlook on the web, and the one to the calendar file. */
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
    // NHSmail is Microsoft 365, so this is the work calendar and not the private one at outlook.live.com.
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

/** URLSearchParams writes a space as `+`, which Outlook then shows. */
function query(values: Record<string, string>): string {
  return Object.entries(values)
    .filter(([, value]) => value !== '')
    .map(([key, value]) => `${key}=${encodeURIComponent(value.toWellFormed())}`)
    .join('&');
}

import type { Temporal } from 'temporal-polyfill';
import { isAfter } from '#core/time/compare';

/**
 * Returns the content lines of the VTIMEZONE (RFC 5545 section 3.6.5) for `starts` and `ends`. It lists each clock change from the last
 * one before the start to the first one after the end. So a calendar that does not know the zone's name, or has old rules for it, still
 * shows the right time.
 */
export function vtimezone(starts: Temporal.ZonedDateTime, ends: Temporal.ZonedDateTime): string[] {
  // A clock change at exactly `starts` counts as before it.
  const before = starts.add({ nanoseconds: 1 }).getTimeZoneTransition('previous');
  return [
    'BEGIN:VTIMEZONE',
    `TZID:${starts.timeZoneId}`,
    ...(before === null ? observance('STANDARD', '19700101T000000', starts.offset, starts.offset) : changeLines(before)),
    ...changesAfter(before ?? starts, ends).flatMap(changeLines),
    'END:VTIMEZONE',
  ];
}

function changesAfter(time: Temporal.ZonedDateTime, ends: Temporal.ZonedDateTime): Temporal.ZonedDateTime[] {
  const next = time.getTimeZoneTransition('next');
  if (next === null) return [];
  return isAfter(next, ends) ? [next] : [next, ...changesAfter(next, ends)];
}

function changeLines(change: Temporal.ZonedDateTime): string[] {
  const before = change.subtract({ nanoseconds: 1 });
  // The onset is in the local time before the change (RFC 5545 section 3.6.5).
  const onset = change.withTimeZone('UTC').toPlainDateTime().add({ nanoseconds: before.offsetNanoseconds });
  const kind = change.offsetNanoseconds > before.offsetNanoseconds ? 'DAYLIGHT' : 'STANDARD';
  return observance(kind, onset.toString({ smallestUnit: 'second' }).replace(/[-:]/g, ''), before.offset, change.offset);
}

function observance(kind: 'STANDARD' | 'DAYLIGHT', onset: string, from: string, to: string): string[] {
  const utcOffset = (offset: string) => offset.replaceAll(':', '');
  return [`BEGIN:${kind}`, `DTSTART:${onset}`, `TZOFFSETFROM:${utcOffset(from)}`, `TZOFFSETTO:${utcOffset(to)}`, `END:${kind}`];
}

import type { Temporal } from 'temporal-polyfill';
import { isAfter } from '#core/time/compare';

/**
 * The VTIMEZONE (RFC 5545 section 3.6.5) that says what `starts` and `ends` mean, as content lines. It holds each clock change from
 * the last one before the start to the first one after the end, one by one: no rule has to be guessed, and a calendar that
 * does not know the zone's name, or knows an older law, still shows the right time.
 */
export function vtimezone(starts: Temporal.ZonedDateTime, ends: Temporal.ZonedDateTime): string[] {
  // A change at the very start is the last one before it.
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
  // The onset is written in the local time that was in force until then.
  const onset = change.withTimeZone('UTC').toPlainDateTime().add({ nanoseconds: before.offsetNanoseconds });
  const kind = change.offsetNanoseconds > before.offsetNanoseconds ? 'DAYLIGHT' : 'STANDARD';
  return observance(kind, onset.toString({ smallestUnit: 'second' }).replace(/[-:]/g, ''), before.offset, change.offset);
}

function observance(kind: 'STANDARD' | 'DAYLIGHT', onset: string, from: string, to: string): string[] {
  const utcOffset = (offset: string) => offset.replaceAll(':', '');
  return [`BEGIN:${kind}`, `DTSTART:${onset}`, `TZOFFSETFROM:${utcOffset(from)}`, `TZOFFSETTO:${utcOffset(to)}`, `END:${kind}`];
}

// All events as one calendar, to which a reader's own calendar subscribes (RFC 5545, RFC 7986).
import { Temporal } from 'temporal-polyfill';
import { hasBegun, type PublicationRecord } from '#core/publication/publication';
import { type CalendarRules, type CalendarVersion, calendarHead, eventLines } from '#core/site/ics-event';
import { icsFile, icsText } from '#core/site/ics-lines';
import { vtimezone } from '#core/site/ics-timezone';
import { links } from '#core/site/links';
import type { LearningEvent, Slug } from '#core/story/story';
import type { StorySeen } from '#core/story/story-seen';
import { byTime } from '#core/time/compare';
import { atWallClock } from '#core/time/wall-clock';

/** How often a calendar should read the feed again (ISO 8601 duration). */
const REFRESH = 'PT6H';
/** The feed keeps an event for this many months after its end. */
const PAST_MONTHS = 12;

/**
 * Returns the events of the past 12 months and all future ones. Cancelled and postponed events stay in it, because calendars that hold
 * them must learn of the change.
 */
export function calendarFeed(
  events: readonly LearningEvent[],
  versionOf: (event: LearningEvent) => CalendarVersion,
  rules: CalendarRules,
  now: Temporal.Instant,
): string {
  const here = now.toZonedDateTimeISO(rules.timezone);
  const since = here.toPlainDateTime().subtract({ months: PAST_MONTHS });
  const shown = events
    .filter((event) => Temporal.PlainDateTime.compare(event.ends, since) >= 0)
    .toSorted((a, b) => Temporal.PlainDateTime.compare(a.starts, b.starts));
  const moments = shown.flatMap(({ starts, ends }) => [atWallClock(starts, rules.timezone), atWallClock(ends, rules.timezone)]);
  // A calendar without a component is no calendar: the zone is there even when no event is.
  const [first = here, ...others] = moments.toSorted(byTime);
  return icsFile([
    ...calendarHead(rules, 'PUBLISH'),
    ...['NAME', 'X-WR-CALNAME'].map((name) => `${name}:${icsText(`${rules.name}: events`)}`),
    `X-WR-TIMEZONE:${rules.timezone}`,
    `URL:${links(rules).calendar}`,
    `SOURCE;VALUE=URI:${links(rules).calendarFeed}`,
    `REFRESH-INTERVAL;VALUE=DURATION:${REFRESH}`,
    `X-PUBLISHED-TTL:${REFRESH}`,
    ...vtimezone(first, others.at(-1) ?? first),
    ...shown.flatMap((event) => eventLines(event, versionOf(event), rules)),
    'END:VCALENDAR',
  ]);
}

/**
 * Returns the version of each event for calendars. Its sequence is the highest of the change notices that have begun, so it is never
 * lower than what an email has put into a reader's calendar.
 */
export function calendarVersions(
  records: readonly PublicationRecord[],
  storiesSeen: readonly StorySeen[],
  rules: Pick<CalendarRules, 'timezone'>,
): (event: LearningEvent) => CalendarVersion {
  const sequences = new Map<Slug, number>();
  for (const record of records) {
    if (record.kind !== 'change' || !hasBegun(record)) continue;
    for (const slug of record.stories) sequences.set(slug, Math.max(sequences.get(slug) ?? 0, record.sequence ?? 0));
  }
  const edits = new Map(storiesSeen.map(({ slug, factsSeen }) => [slug, factsSeen]));
  return (event) => ({
    sequence: sequences.get(event.slug) ?? 0,
    stamp: edits.get(event.slug) ?? atWallClock(event.published, rules.timezone).toInstant(),
  });
}

// All events as one calendar that a reader's own calendar reads again and again (RFC 5545, RFC 7986).
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

/** How often a calendar is asked to look again. */
const REFRESH = 'PT6H';
/** Events that ended longer ago are left out. */
const PAST_MONTHS = 12;

/** The events of the past year and all to come, those called off among them: a calendar that holds one must learn of it. */
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
 * The version of each event that calendars are to be told of. Its sequence is the highest under which readers were mailed, and never
 * lower than what a mail has put into their calendars.
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

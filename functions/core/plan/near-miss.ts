// A story that comes shortly after a digest is in the next one, a week or a month later. It is better to know that before.
import type { Temporal } from 'temporal-polyfill';
import type { PlanInput } from '#core/plan/plan';
import { hasBegun, type Publication, type PublicationId, type PublicationRecord } from '#core/publication/publication';
import { count } from '#core/text/wrap';
import { byTime, isAfter, isBefore, latest } from '#core/time/compare';
import { nhsDate, nhsTime } from '#core/time/nhs-dates';
import { atWallClock } from '#core/time/wall-clock';

/** What comes later than this after a digest is not said to miss it. */
const NEARLY = { hours: 2 };

/** One issue of a digest, gone or ahead. `fixed`: what becomes available after it is not in the issue. */
type Issue = Pick<Publication, 'id' | 'series' | 'stories' | 'due'> & { fixed: Temporal.ZonedDateTime };

/**
 * Returns, by the email that first tells of a story, which digests the story misses by less than two hours. `publications`: the plan.
 * Stories that wait for a yes are left out: digests have them once that is said.
 */
export function nearMisses(
  { stories, storiesSeen, rules, records, now }: Pick<PlanInput, 'stories' | 'storiesSeen' | 'rules' | 'records' | 'now'>,
  publications: readonly Publication[],
): Map<PublicationId, string> {
  const issues = issuesOf(publications, records);
  const known = new Map(stories.map((story) => [story.slug, story]));
  const misses = new Map<PublicationId, string>();
  for (const {
    id,
    kind,
    decision,
    doubt,
    asks,
    stories: [slug],
  } of publications) {
    const story = slug && known.get(slug);
    const isFirst = (kind === 'alert' || kind === 'announcement') && decision === 'go';
    if (!isFirst || !story || doubt !== undefined || asks !== undefined) continue;
    const published = atWallClock(story.published, rules.timezone);
    const seen = storiesSeen.get(slug)?.publishedSeen.toZonedDateTimeISO(rules.timezone);
    const available = seen ? latest(published, seen) : published;
    const sentences = rules.digests.flatMap(({ name }) => {
      const own = issues.filter(({ series }) => series === name);
      const missed = own.find(({ fixed, stories: shown }) => {
        return isBefore(fixed, available) && isBefore(available, fixed.add(NEARLY)) && !shown.includes(slug);
      });
      if (!missed) return [];
      const next = own.find(({ due, stories: shown }) => isAfter(due, missed.due) && shown.includes(slug));
      return [sentenceOf(missed, next, available, now)];
    });
    if (sentences.length > 0) misses.set(id, sentences.join(' '));
  }
  return misses;
}

/** Returns the issues by time. One that a person cancelled or that was missed leaves its stories to the next. */
function issuesOf(publications: readonly Publication[], records: readonly PublicationRecord[]): Issue[] {
  const ahead = publications.filter(({ kind, decision }) => kind === 'digest' && decision !== 'dropped');
  const gone = records.filter((record) => record.kind === 'digest' && (hasBegun(record) || record.state === 'empty'));
  const issues = [
    ...gone.map((record) => ({ ...record, fixed: record.begun?.toZonedDateTimeISO(record.due.timeZoneId) ?? record.due })),
    ...ahead
      .filter(({ id }) => gone.every((record) => record.id !== id))
      .map((publication) => ({ ...publication, fixed: publication.due })),
  ];
  return issues.sort((a, b) => byTime(a.due, b.due));
}

function sentenceOf(missed: Issue, next: Issue | undefined, available: Temporal.ZonedDateTime, now: Temporal.Instant): string {
  const from = isAfter(available, missed.due) ? missed.due : missed.fixed;
  const minutes = Math.ceil((available.epochMilliseconds - from.epochMilliseconds) / 60_000);
  const on = next === undefined ? '' : `, on ${nhsDate(next.due)}`;
  const remedy = isAfter(missed.fixed, now) ? ` With a time up to ${nhsTime(missed.due)} it is in the first.` : '';
  return `It misses the ${missed.series} digest of ${nhsDate(missed.due)} by ${count(minutes, 'minute')}, and is in the next one${on}.${remedy}`;
}

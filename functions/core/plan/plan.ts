import type { Temporal } from 'temporal-polyfill';
import { type AvailableEvent, type AvailablePost, openDue, type PlanContext } from '#core/plan/plan-context';
import { planDigests } from '#core/plan/plan-digests';
import { planEvent } from '#core/plan/plan-event';
import { planPost } from '#core/plan/plan-post';
import { hasBegun, type Publication, type PublicationRecord } from '#core/publication/publication';
import type { Rules } from '#core/rules/rules';
import { eventFacts } from '#core/story/event-facts';
import type { LearningEvent, Slug, Story } from '#core/story/story';
import type { StorySeen } from '#core/story/story-seen';
import { byTime, isAfter, isBefore, latest } from '#core/time/compare';
import { atWallClock } from '#core/time/wall-clock';

export type PlanInput = {
  stories: readonly Story[];
  /** A story without a sighting counts as seen now, or when it is published if that is later. */
  storiesSeen: ReadonlyMap<Slug, StorySeen>;
  rules: Rules;
  records: readonly PublicationRecord[];
  /** The newsroom answers for what is due after this moment: it was not there before. */
  opened: Temporal.Instant;
  /** The issues of digests that were due up to and including this moment have their records, or never will. */
  since: Temporal.Instant;
  now: Temporal.Instant;
  /** How far to look ahead. */
  until: Temporal.Instant;
};

/**
 * Everything that has not begun and is due up to `until`, what is owed from before, and whatever is waiting, by time. The same
 * input gives the same plan. A waiting publication whose story is not among `stories` is not in the plan.
 */
export function planPublications(input: PlanInput): Publication[] {
  const context = planContextOf(input);
  const posts: AvailablePost[] = [];
  const events: AvailableEvent[] = [];
  for (const story of input.stories) {
    const storySeen = input.storiesSeen.get(story.slug) ?? unseen(story, context);
    // What readers already know of is not archive, whatever time of publication it is given afterwards.
    if (!context.recordsOf.get(story.slug)?.some(hasBegun) && isBackdated(story, storySeen, input.rules)) continue;
    const available = latest(publishedAt(story, input.rules), storySeen.publishedSeen.toZonedDateTimeISO(input.rules.timezone));
    if (story.kind === 'post') posts.push({ story, available });
    else events.push(availableEvent(story, available, storySeen));
  }
  const planned = [...posts.flatMap((post) => planPost(post, context)), ...events.flatMap((event) => planEvent(event, context))].flatMap(
    (publication) => {
      const due = openDue(publication.id, publication.due, context);
      return due === undefined ? [] : [{ ...publication, due }];
    },
  );
  const digests = input.rules.digests.flatMap((rule) => planDigests(rule, posts, events, context));
  return [...planned, ...digests].sort((a, b) => byTime(a.due, b.due) || (a.id < b.id ? -1 : 1));
}

/** Whether the newsroom heard of a story, or of its present time of publication, so long after that time that it is for the pages only. */
export function isBackdated(story: Story, storySeen: StorySeen, rules: Rules): boolean {
  return isAfter(storySeen.publishedSeen, publishedAt(story, rules).add(rules.backdatedAfter));
}

function publishedAt(story: Story, { timezone }: Rules): Temporal.ZonedDateTime {
  return atWallClock(story.published, timezone);
}

function availableEvent(story: LearningEvent, available: Temporal.ZonedDateTime, { factsSeen, followUpSeen }: StorySeen): AvailableEvent {
  const zone = available.timeZoneId;
  const [starts, ends] = [atWallClock(story.starts, zone), atWallClock(story.ends, zone)];
  return {
    story,
    available,
    factsSeen: factsSeen.toZonedDateTimeISO(zone),
    followUpSeen: (followUpSeen ?? factsSeen).toZonedDateTimeISO(zone),
    starts,
    ends,
    facts: eventFacts(story),
  };
}

function unseen(story: Story, { rules, now }: PlanContext): StorySeen {
  const at = latest(publishedAt(story, rules), now).toInstant();
  return { slug: story.slug, firstSeen: at, published: story.published.toString(), publishedSeen: at, facts: '', factsSeen: at };
}

/** An edit of story or rules can put what had not gone out before the last tick: it is still owed for this long, and then nobody expects it. */
const BACKLOG = { hours: 14 * 24 };

function planContextOf({ rules, records, opened, since, now, until }: PlanInput): PlanContext {
  const recordsOf = new Map<Slug, PublicationRecord[]>();
  for (const record of records) {
    for (const slug of record.stories) recordsOf.set(slug, [...(recordsOf.get(slug) ?? []), record]);
  }
  const zoned = (time: Temporal.Instant) => time.toZonedDateTimeISO(rules.timezone);
  const backlogFrom = latest(zoned(opened), zoned(now.subtract(BACKLOG)));
  return {
    rules,
    backlogFrom: isBefore(backlogFrom, zoned(since)) ? backlogFrom : zoned(since),
    since: zoned(since),
    now: zoned(now),
    until: zoned(until),
    records: new Map(records.map((record) => [record.id, record])),
    recordsOf,
  };
}

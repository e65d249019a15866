import type { Temporal } from 'temporal-polyfill';
import { type AvailableEvent, type AvailablePost, isRedated, openDue, type PlanContext } from '#core/plan/plan-context';
import { planDigests } from '#core/plan/plan-digests';
import { planEvent } from '#core/plan/plan-event';
import { planPost } from '#core/plan/plan-post';
import { hasBegun, type Publication, type PublicationId, type PublicationRecord } from '#core/publication/publication';
import type { Rules } from '#core/rules/rules';
import { eventFacts } from '#core/story/event-facts';
import type { LearningEvent, Slug, Story } from '#core/story/story';
import type { StorySeen } from '#core/story/story-seen';
import { byTime, isAfter, isBefore, latest } from '#core/time/compare';
import { atWallClock } from '#core/time/wall-clock';

export type PlanInput = {
  stories: readonly Story[];
  /** A story without a record counts as first seen now, or at its publication if that is later. */
  storiesSeen: ReadonlyMap<Slug, StorySeen>;
  /** Stories that may be others under new names. A digest has them only once a publication of their own has begun. */
  doubts?: ReadonlyMap<Slug, string>;
  rules: Rules;
  records: readonly PublicationRecord[];
  /** When the newsroom opened. What was due before is not planned. */
  opened: Temporal.Instant;
  /** Digest issues due at or before this moment have their records, or never will. */
  since: Temporal.Instant;
  now: Temporal.Instant;
  /** How far to look ahead. */
  until: Temporal.Instant;
  /** Digests ahead that a person has cancelled: the next one takes over their posts. */
  cancelled?: ReadonlySet<PublicationId>;
};

/**
 * Returns, by time, the publications that have not begun: due up to `until`, in the backlog or waiting. The same input gives
 * the same plan. A waiting publication whose story is not in `stories` is left out.
 */
export function planPublications(input: PlanInput): Publication[] {
  const context = planContextOf(input);
  const posts: AvailablePost[] = [];
  const events: AvailableEvent[] = [];
  for (const story of input.stories) {
    const storySeen = input.storiesSeen.get(story.slug) ?? unseen(story, context);
    // A story that readers already know is never backdated, even if the editor moves its publication time back.
    if (!context.recordsOf.get(story.slug)?.some(hasBegun) && isBackdated(story, storySeen, input.rules)) continue;
    const available = latest(publishedAt(story, input.rules), storySeen.publishedSeen.toZonedDateTimeISO(input.rules.timezone));
    if (story.kind === 'post') posts.push({ story, available });
    else events.push(availableEvent(story, available, storySeen));
  }
  const planned = [...posts.flatMap((post) => planPost(post, context)), ...events.flatMap((event) => planEvent(event, context))].flatMap(
    (publication) => {
      const due = openDue(publication.id, publication.due, context, undefined, isRedated(publication, context));
      const [slug] = publication.stories;
      const doubt = slug && input.doubts?.get(slug);
      return due === undefined ? [] : [{ ...publication, due, ...(doubt === undefined ? {} : { doubt }), ...lateOf(publication, context) }];
    },
  );
  const isSure = ({ story }: AvailablePost | AvailableEvent) => !input.doubts?.has(story.slug);
  const digests = input.rules.digests.flatMap((rule) => planDigests(rule, posts.filter(isSure), events.filter(isSure), context));
  return [...planned, ...digests.map((digest) => ({ ...digest, ...lateOf(digest, context) }))].sort(
    (a, b) => byTime(a.due, b.due) || (a.id < b.id ? -1 : 1),
  );
}

/** A waiting publication stays one that a person sends late. */
function lateOf({ id }: Publication, { records }: PlanContext): Pick<Publication, 'late'> {
  const record = records.get(id);
  return record?.state === 'waiting' && record.late ? { late: true } : {};
}

/** True when a story, or its present publication time, was first seen long after that time: then it is for the pages only. */
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

/** An edit of a story or the rules can move a publication before the last tick. It still goes out if due at most 14 days ago. */
const BACKLOG = { hours: 14 * 24 };

function planContextOf({ stories, rules, records, opened, since, now, until, cancelled = new Set() }: PlanInput): PlanContext {
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
    cancelled,
    publishedAt: new Map(stories.map((story) => [story.slug, publishedAt(story, rules)])),
  };
}

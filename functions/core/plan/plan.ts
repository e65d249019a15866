import { Temporal } from 'temporal-polyfill';
import { type EventStanding, type Ground, openDue, type PostStanding } from '#core/plan/plan-context';
import { planDigests } from '#core/plan/plan-digests';
import { planEvent } from '#core/plan/plan-event';
import { planPost } from '#core/plan/plan-post';
import { hasBegun, type Publication, type PublicationRecord } from '#core/publication/publication';
import type { Rules } from '#core/rules/rules';
import { eventFacts } from '#core/story/event-facts';
import type { LearningEvent, Slug, Story } from '#core/story/story';
import type { StorySighting } from '#core/story/story-seen';
import { atWallClock, isBefore, latest } from '#core/time/wall-clock';

export type PlanInput = {
  stories: readonly Story[];
  /** A story without a sighting counts as seen now, or when it is published if that is later. */
  sightings: ReadonlyMap<Slug, StorySighting>;
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
  const ground = groundOf(input);
  const posts: PostStanding[] = [];
  const events: EventStanding[] = [];
  for (const story of input.stories) {
    const sighting = input.sightings.get(story.slug) ?? unseen(story, ground);
    // What readers already know of is not archive, whatever time of publication it is given afterwards.
    if (!ground.recordsOf.get(story.slug)?.some(hasBegun) && isArchive(story, sighting, input.rules)) continue;
    const available = latest(publishedAt(story, input.rules), sighting.heard.toZonedDateTimeISO(input.rules.timezone));
    if (story.kind === 'post') posts.push({ story, available });
    else events.push(standingOf(story, available, sighting));
  }
  const planned = [...posts.flatMap((post) => planPost(post, ground)), ...events.flatMap((event) => planEvent(event, ground))].flatMap(
    (publication) => {
      const due = openDue(publication.id, publication.due, ground);
      return due === undefined ? [] : [{ ...publication, due }];
    },
  );
  const digests = input.rules.digests.flatMap((rule) => planDigests(rule, posts, events, ground));
  return [...planned, ...digests].sort((a, b) => Temporal.ZonedDateTime.compare(a.due, b.due) || (a.id < b.id ? -1 : 1));
}

/** Whether the newsroom heard of a story, or of its present time of publication, so long after that time that it is for the pages only. */
export function isArchive(story: Story, sighting: StorySighting, rules: Rules): boolean {
  return Temporal.Instant.compare(sighting.heard, publishedAt(story, rules).add(rules.archiveAfter).toInstant()) > 0;
}

function publishedAt(story: Story, { timezone }: Rules): Temporal.ZonedDateTime {
  return atWallClock(story.published, timezone);
}

function standingOf(story: LearningEvent, available: Temporal.ZonedDateTime, { edited, followUpHeard }: StorySighting): EventStanding {
  const zone = available.timeZoneId;
  const [starts, ends] = [atWallClock(story.starts, zone), atWallClock(story.ends, zone)];
  return {
    story,
    available,
    edited: edited.toZonedDateTimeISO(zone),
    followUpHeard: (followUpHeard ?? edited).toZonedDateTimeISO(zone),
    starts,
    ends,
    facts: eventFacts(story),
  };
}

function unseen(story: Story, { rules, now }: Ground): StorySighting {
  const at = latest(publishedAt(story, rules), now).toInstant();
  return { slug: story.slug, seen: at, published: story.published.toString(), heard: at, facts: '', edited: at };
}

/** An edit of story or rules can put what had not gone out before the last tick: it is still owed for this long, and then nobody expects it. */
const OWED = { hours: 14 * 24 };

function groundOf({ rules, records, opened, since, now, until }: PlanInput): Ground {
  const recordsOf = new Map<Slug, PublicationRecord[]>();
  for (const record of records) {
    for (const slug of record.stories) recordsOf.set(slug, [...(recordsOf.get(slug) ?? []), record]);
  }
  const zoned = (time: Temporal.Instant) => time.toZonedDateTimeISO(rules.timezone);
  const owed = latest(zoned(opened), zoned(now.subtract(OWED)));
  return {
    rules,
    owed: isBefore(owed, zoned(since)) ? owed : zoned(since),
    since: zoned(since),
    now: zoned(now),
    until: zoned(until),
    records: new Map(records.map((record) => [record.id, record])),
    recordsOf,
  };
}

// A newsroom made of values, which runs ticks as the flow does: it sees stories, plans, and records what has come due.
import { Temporal } from 'temporal-polyfill';
import { planPublications } from '#core/plan/plan';
import type { Overrides } from '#core/publication/override';
import type { Publication, PublicationRecord, PublicationState } from '#core/publication/publication';
import type { Rules } from '#core/rules/rules';
import { eventFacts } from '#core/story/event-facts';
import type { Slug, Story } from '#core/story/story';
import { type StorySeen, storySeenAt } from '#core/story/story-seen';

export type Walk = {
  rules: Rules;
  stories: Story[];
  storiesSeen: Map<Slug, StorySeen>;
  records: PublicationRecord[];
  opened: Temporal.Instant;
  since: Temporal.Instant;
  overrides?: Overrides;
};

/** Chooses the state of a publication that has come due. */
export type Fortune = (publication: Publication) => PublicationState;

export function startWalk(rules: Rules, since: Temporal.ZonedDateTime, stories: Story[] = []): Walk {
  return { rules, stories, storiesSeen: new Map(), records: [], opened: since.toInstant(), since: since.toInstant() };
}

/** The plan at `now`, up to `until`. */
export function look(walk: Walk, now: Temporal.ZonedDateTime, until: Temporal.ZonedDateTime): Publication[] {
  return planPublications({ ...walk, now: now.toInstant(), until: until.toInstant() });
}

/** One tick. Everything that goes is sent at once, unless `fortune` decides otherwise. */
export function tick(walk: Walk, now: Temporal.ZonedDateTime, fortune: Fortune = () => 'done'): Walk {
  const storiesSeen = new Map(
    walk.stories.map((story) => [story.slug, storySeenAt(story, walk.storiesSeen.get(story.slug), now.toInstant())]),
  );
  const due = planPublications({ ...walk, storiesSeen, now: now.toInstant(), until: now.toInstant() });
  const changed = new Map(due.map((publication) => [publication.id, recordOf(publication, walk, now, fortune)]));
  const records = [...walk.records.filter((record) => !changed.has(record.id)), ...changed.values()];
  return { ...walk, storiesSeen, records, since: now.toInstant() };
}

/** Ticks every `step` after the last tick, up to and including `to`. */
export function tickUntil(walk: Walk, to: Temporal.ZonedDateTime, step: Temporal.DurationLike = { minutes: 30 }, fortune?: Fortune): Walk {
  let now = walk.since.toZonedDateTimeISO(walk.rules.timezone).add(step);
  let ticked = walk;
  for (; Temporal.ZonedDateTime.compare(now, to) < 0; now = now.add(step)) ticked = tick(ticked, now, fortune);
  return tick(ticked, to, fortune);
}

function recordOf(publication: Publication, walk: Walk, now: Temporal.ZonedDateTime, fortune: Fortune): PublicationRecord {
  const state = publication.decision === 'go' ? fortune(publication) : publication.decision;
  const begins = state === 'sealing' || state === 'sending' || state === 'done';
  const event = walk.stories.find((story) => story.slug === publication.stories[0]);
  const announces = begins && publication.channel === 'email' && publication.kind !== 'digest' && event?.kind === 'event';
  return {
    ...publication,
    state,
    version: 0,
    ...(begins && { begun: now.toInstant() }),
    ...(announces && { announcedFacts: eventFacts(event) }),
  };
}

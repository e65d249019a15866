import { Temporal } from 'temporal-polyfill';
import { planPublications } from '#core/plan/plan';
import type { Publication, PublicationRecord } from '#core/publication/publication';
import type { Rules } from '#core/rules/rules';
import { type Newsroom, readNewsroom } from '#core/story/snapshot';
import type { Slug } from '#core/story/story';
import { type StorySeen, sameStorySeen, storySeenAt, unreadable } from '#core/story/story-seen';
import { senderProfileOf } from '#core/transactional/transactional-email';
import type { World } from '#ports';

/** The plan at one moment, and everything that it was computed from. */
export type Planned = {
  newsroom: Newsroom;
  sources: Sources;
  publications: Publication[];
  records: PublicationRecord[];
  /** `known`: when each story was first seen, as stored. `storiesSeen`: the same, updated with the present stories. */
  known: ReadonlyMap<Slug, StorySeen>;
  storiesSeen: ReadonlyMap<Slug, StorySeen>;
  opened: Temporal.Instant;
  /** True before the first tick is recorded. */
  first: boolean;
};
export type Sources = Awaited<ReturnType<World['content']['read']>>;

type PlanWorld = Pick<World, 'content' | 'publications'>;

/** Computes what goes out until `until`, from the content and the records. Changes nothing. Undefined when the rules have problems. */
export async function readPlan(
  world: PlanWorld,
  now: Temporal.Instant,
  until: Temporal.Instant | ((rules: Rules) => Temporal.Instant),
): Promise<Planned | undefined> {
  const [sources, known, records, progress] = await Promise.all([
    world.content.read(),
    world.publications.storiesSeen(),
    world.publications.all(),
    world.publications.progress(),
  ]);
  const { newsroom } = readNewsroom(sources);
  if (!newsroom) return undefined;
  const storiesSeen = new Map(known.map((storySeen) => [storySeen.slug, storySeen]));
  for (const story of newsroom.stories) storiesSeen.set(story.slug, storySeenAt(story, storiesSeen.get(story.slug), now));
  // Before the first tick, a publication that is due at this very moment still goes out.
  const opened = progress?.opened ?? now.subtract({ nanoseconds: 1 });
  const since = progress?.until ?? opened;
  const { rules, stories } = newsroom;
  const horizon = until instanceof Temporal.Instant ? until : until(rules);
  const publications = planPublications({ stories, storiesSeen, rules, records, opened, since, now, until: horizon });
  return {
    newsroom,
    sources,
    publications,
    records,
    known: new Map(known.map((storySeen) => [storySeen.slug, storySeen])),
    storiesSeen,
    opened,
    first: progress === undefined,
  };
}

/**
 * Records newly seen stories, and stores each publication whose time has come, put-if-absent: a lost, repeated or late tick changes only
 * when that happens. A publication's time comes at its due time minus the undo window. The tick is recorded only when all are stored. May
 * throw; safe to repeat.
 */
export async function plan(world: PlanWorld, now: Temporal.Instant): Promise<Planned | undefined> {
  const planned = await readPlan(world, now, (rules) => now.add(rules.undo));
  if (!planned) return undefined;
  const sender = senderProfileOf(planned.newsroom.rules);
  // Written before the first record: if this tick dies, publications still count as due from its first moment on.
  if (planned.first) await world.publications.recordProgress({ opened: planned.opened, until: planned.opened, sender });
  const readable = new Set(planned.newsroom.stories.map((story) => story.slug));
  for (const [slug, storySeen] of planned.storiesSeen) {
    const next = readable.has(slug) ? storySeen : unreadable(storySeen);
    if (!sameStorySeen(planned.known.get(slug), next)) await world.publications.recordStorySeen(next);
  }
  const known = new Set(planned.records.map((record) => record.id));
  for (const publication of planned.publications) {
    if (known.has(publication.id)) continue;
    const record: PublicationRecord = {
      ...publication,
      state: publication.decision === 'go' ? 'waiting' : publication.decision,
      version: 0,
    };
    if ((await world.publications.add(record)) === 'added') planned.records.push(record);
  }
  await world.publications.recordProgress({ opened: planned.opened, until: now, sender });
  return planned;
}

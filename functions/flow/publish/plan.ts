import { Temporal } from 'temporal-polyfill';
import { planPublications } from '#core/plan/plan';
import type { Publication, PublicationRecord } from '#core/publication/publication';
import type { Rules } from '#core/rules/rules';
import { type Newsroom, readNewsroom } from '#core/story/snapshot';
import type { Slug } from '#core/story/story';
import { type StorySeen, sameStorySeen, storySeenAt, unreadable } from '#core/story/story-seen';
import type { World } from '#ports';

export type Planned = {
  newsroom: Newsroom;
  sources: Sources;
  publications: Publication[];
  records: PublicationRecord[];
  /** As stored, and as they are now. */
  known: ReadonlyMap<Slug, StorySeen>;
  storiesSeen: ReadonlyMap<Slug, StorySeen>;
  opened: Temporal.Instant;
  /** No tick has been settled yet. */
  first: boolean;
};
export type Sources = Awaited<ReturnType<World['content']['read']>>;

type PlanWorld = Pick<World, 'content' | 'publications'>;

/** What will go out until `until`, from what is written and what has been done; changes nothing. Undefined when the rules have problems. */
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
  // Before the first tick nothing has been settled, and what is due at this very moment is still to come.
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
 * Notes what is new among the stories, and stores each publication whose time has come, put-if-absent: a lost, doubled
 * or late tick changes nothing but the time. Its time comes when it is due, less the time in which it can be undone.
 * Only when all are stored is this tick settled.
 */
export async function plan(world: PlanWorld, now: Temporal.Instant): Promise<Planned | undefined> {
  const planned = await readPlan(world, now, (rules) => now.add(rules.undo));
  if (!planned) return undefined;
  // Before anything is noted: should this tick die, the newsroom answers from its first moment on all the same.
  if (planned.first) await world.publications.recordProgress({ opened: planned.opened, until: planned.opened });
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
  await world.publications.recordProgress({ opened: planned.opened, until: now });
  return planned;
}

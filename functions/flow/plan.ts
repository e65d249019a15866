import type { Temporal } from 'temporal-polyfill';
import { type Newsroom, readNewsroom } from '#core/edition';
import { eventFacts, planPublications } from '#core/plan';
import type { Publication, PublicationRecord } from '#core/publication';
import type { StorySighting } from '#core/sighting';
import type { Story } from '#core/story';
import type { World } from '#ports';

/** Written to a sighting when its story is gone or has a problem: whatever it says next is heard anew. */
const UNREADABLE = '';

export type Planned = { newsroom: Newsroom; sources: Sources; publications: Publication[]; records: PublicationRecord[]; sightings: Map<string, StorySighting> };
export type Sources = Awaited<ReturnType<World['editorial']['read']>>;

type PlanWorld = Pick<World, 'editorial' | 'register'>;

/** What will go out until `until`, from what is written and what has been done; changes nothing. Undefined when the rules have problems. */
export async function readPlan(world: PlanWorld, now: Temporal.Instant, until: Temporal.Instant): Promise<Planned | undefined> {
  const [sources, known, records, settled] = await Promise.all([
    world.editorial.read(),
    world.register.sightings(),
    world.register.publications(),
    world.register.settledUntil(),
  ]);
  const { newsroom } = readNewsroom(sources);
  if (!newsroom) return undefined;
  const sightings = new Map(known.map((sighting) => [sighting.slug, sighting]));
  for (const story of newsroom.stories) sightings.set(story.slug, sightingOf(story, sightings.get(story.slug), now));
  // Before the first tick nothing has been settled, and what is due at this very moment is still to come.
  const since = settled ?? now.subtract({ nanoseconds: 1 });
  const publications = planPublications({ stories: newsroom.stories, sightings, rules: newsroom.rules, records, since, now, until });
  return { newsroom, sources, publications, records, sightings };
}

/**
 * Notes what is new among the stories, and stores each publication whose time has come, put-if-absent: a lost, doubled
 * or late tick changes nothing but the time. Only when all are stored is this tick settled.
 */
export async function plan(world: PlanWorld, now: Temporal.Instant): Promise<Planned | undefined> {
  const planned = await readPlan(world, now, now);
  if (!planned) return undefined;
  const before = new Map((await world.register.sightings()).map((sighting) => [sighting.slug, sighting]));
  const readable = new Set(planned.newsroom.stories.map((story) => story.slug));
  for (const [slug, sighting] of planned.sightings) {
    const next = readable.has(sighting.slug) ? sighting : { ...sighting, published: UNREADABLE };
    if (!sameSighting(before.get(sighting.slug), next)) await world.register.noteSighting(next);
    if (!readable.has(sighting.slug)) planned.sightings.delete(slug);
  }
  const known = new Set(planned.records.map((record) => record.id));
  for (const publication of planned.publications) {
    if (known.has(publication.id) || publication.due.epochNanoseconds > now.epochNanoseconds) continue;
    const record: PublicationRecord = { ...publication, state: publication.fate === 'go' ? 'waiting' : publication.fate, version: 0 };
    if ((await world.register.add(record)) === 'added') planned.records.push(record);
  }
  await world.register.settle(now);
  return planned;
}

/** A story seen for the first time, or with a new time of publication, is heard of now; new facts of an event are an edit of now. */
function sightingOf(story: Story, before: StorySighting | undefined, now: Temporal.Instant): StorySighting {
  const published = story.published.toString();
  const facts = story.kind === 'event' ? JSON.stringify(eventFacts(story)) : '';
  if (!before) return { slug: story.slug, seen: now, published, heard: now, facts, edited: now };
  return {
    slug: story.slug,
    seen: before.seen,
    published,
    heard: before.published === published ? before.heard : now,
    facts,
    edited: before.facts === facts ? before.edited : now,
  };
}

function sameSighting(a: StorySighting | undefined, b: StorySighting): boolean {
  return a !== undefined && a.published === b.published && a.facts === b.facts && a.heard.equals(b.heard) && a.edited.equals(b.edited);
}

import type { Temporal } from 'temporal-polyfill';
import { eventFacts } from '#core/story/event-facts';
import type { Slug, Story } from '#core/story/story';

/** When the newsroom first saw a story, and first saw its present time of publication and its present facts. */
export type StorySighting = {
  slug: Slug;
  seen: Temporal.Instant;
  /** `published` as last seen, and the tick at which that value was first seen. */
  published: string;
  heard: Temporal.Instant;
  /** For an event: its facts as last seen (one string), and the tick at which they were first seen. */
  facts: string;
  edited: Temporal.Instant;
  /** When the event first had a follow-up to send. */
  followUpHeard?: Temporal.Instant;
};

/** Written as `published` when a story is gone or has a problem: whatever it says next is heard anew. */
const UNREADABLE = '';

/** The sighting of a story at `now`: seen for the first time or with a new time of publication it is heard of now; new facts of an event are an edit of now. */
export function sightingOf(story: Story, before: StorySighting | undefined, now: Temporal.Instant): StorySighting {
  const published = story.published.toString();
  const facts = story.kind === 'event' ? JSON.stringify(eventFacts(story)) : '';
  const followUpHeard = story.kind === 'event' && story.follow_up !== undefined ? (before?.followUpHeard ?? now) : undefined;
  return {
    slug: story.slug,
    seen: before?.seen ?? now,
    published,
    heard: before?.published === published ? before.heard : now,
    facts,
    edited: before?.facts === facts ? before.edited : now,
    ...(followUpHeard ? { followUpHeard } : {}),
  };
}

/** A story that was seen and cannot be read now. */
export function unreadable(sighting: StorySighting): StorySighting {
  return { ...sighting, published: UNREADABLE };
}

export function sameSighting(a: StorySighting | undefined, b: StorySighting): boolean {
  return (
    a !== undefined &&
    a.published === b.published &&
    a.facts === b.facts &&
    a.heard.equals(b.heard) &&
    a.edited.equals(b.edited) &&
    a.followUpHeard?.epochNanoseconds === b.followUpHeard?.epochNanoseconds
  );
}

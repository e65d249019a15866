import type { Temporal } from 'temporal-polyfill';
import { eventFacts } from '#core/story/event-facts';
import type { Slug, Story } from '#core/story/story';

/** When the newsroom first saw a story, and first saw its present time of publication and its present facts. */
export type StorySeen = {
  slug: Slug;
  firstSeen: Temporal.Instant;
  /** `published` as last seen, and the tick at which that value was first seen. */
  published: string;
  publishedSeen: Temporal.Instant;
  /** For an event: its facts as last seen (one string), and the tick at which they were first seen. */
  facts: string;
  factsSeen: Temporal.Instant;
  /** When the event first had a follow-up to send. */
  followUpSeen?: Temporal.Instant;
};

/** Written as `published` when a story is gone or has a problem: whatever it says next is heard anew. */
const UNREADABLE = '';

/** The sighting of a story at `now`: seen for the first time or with a new time of publication it is heard of now; new facts of an event are an edit of now. */
export function storySeenAt(story: Story, before: StorySeen | undefined, now: Temporal.Instant): StorySeen {
  const published = story.published.toString();
  const facts = story.kind === 'event' ? JSON.stringify(eventFacts(story)) : '';
  const followUpSeen = story.kind === 'event' && story.follow_up !== undefined ? (before?.followUpSeen ?? now) : undefined;
  return {
    slug: story.slug,
    firstSeen: before?.firstSeen ?? now,
    published,
    publishedSeen: before?.published === published ? before.publishedSeen : now,
    facts,
    factsSeen: before?.facts === facts ? before.factsSeen : now,
    ...(followUpSeen ? { followUpSeen } : {}),
  };
}

/** A story that was seen and cannot be read now. */
export function unreadable(storySeen: StorySeen): StorySeen {
  return { ...storySeen, published: UNREADABLE };
}

export function sameStorySeen(a: StorySeen | undefined, b: StorySeen): boolean {
  return (
    a !== undefined &&
    a.published === b.published &&
    a.facts === b.facts &&
    a.publishedSeen.equals(b.publishedSeen) &&
    a.factsSeen.equals(b.factsSeen) &&
    a.followUpSeen?.epochNanoseconds === b.followUpSeen?.epochNanoseconds
  );
}

import type { Temporal } from 'temporal-polyfill';
import { eventFacts } from '#core/story/event-facts';
import type { Slug, Story } from '#core/story/story';

/** When the newsroom first saw a story, its current publication time and its current facts. */
export type StorySeen = {
  slug: Slug;
  firstSeen: Temporal.Instant;
  /** `published` as last seen, and the tick that first saw this value. */
  published: string;
  publishedSeen: Temporal.Instant;
  /** An event's facts as last seen (JSON; empty for a blog post), and the tick that first saw them. */
  facts: string;
  factsSeen: Temporal.Instant;
  /** The tick that first saw a follow-up text. */
  followUpSeen?: Temporal.Instant;
};

/** The value of `published` for a story that is gone or has a problem: its next publication time counts as new. */
const UNREADABLE = '';

/** Returns the story's record at `now`. A new publication time sets `publishedSeen` to `now`; new event facts set `factsSeen`. */
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

/** Returns the record of a story that was seen before and cannot be read now. */
export function unreadable(storySeen: StorySeen): StorySeen {
  return { ...storySeen, published: UNREADABLE };
}

/** True when `b` needs no write, because `a` is stored. */
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

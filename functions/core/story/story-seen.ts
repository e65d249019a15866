import { Temporal } from 'temporal-polyfill';
import { eventFacts } from '#core/story/event-facts';
import { readExtraPosts, writeExtraPosts } from '#core/story/extra-posts';
import type { Slug, Story } from '#core/story/story';
import { textSketch } from '#core/story/text-likeness';
import { fingerprint } from '#core/text/fingerprint';

/** When the newsroom first saw a story, its current publication time and its current facts; and by what it is known again. */
export type StorySeen = {
  /** The story's identity. It stays the same when the file gets another name. */
  slug: Slug;
  firstSeen: Temporal.Instant;
  /** `published` as last seen, and the tick that first saw this value. */
  published: string;
  publishedSeen: Temporal.Instant;
  /** The tick that first saw this value, if it is another one: a story counts as new after it could not be read, or was in doubt. */
  timeSeen?: Temporal.Instant;
  /** An event's facts as last seen (JSON; empty for a blog post), and the tick that first saw them. */
  facts: string;
  factsSeen: Temporal.Instant;
  /** The tick that first saw a follow-up text. */
  followUpSeen?: Temporal.Instant;
  /** The posts of its own that were added after it was first seen, and the tick that first saw each. */
  extraPostsSeen?: ExtraPostSeen[];
  /** The story as it was last read. Records of versions that knew a story by its file's name only have none. */
  last?: LastRead;
  /** Its name in web addresses, if that is not the slug, and the names that led to it before. */
  address?: Slug;
  formerAddresses?: Slug[];
  /** The name of its file before the present one, and the tick that first saw the present one. */
  renamedFrom?: string;
  renamedAt?: Temporal.Instant;
  /** The tick that first found its file gone. */
  gone?: Temporal.Instant;
  /** True once a publication about it has begun, so that readers may know it. */
  told?: boolean;
  /** Its file is a copy of this story's: it is no story of its own, and nothing goes out for it. */
  copyOf?: Slug;
  /** It may be this story under another name: it goes out only if a person says that it is a new one. */
  maybe?: Slug;
};

export type ExtraPostSeen = { key: string; at: Temporal.Instant };

/**
 * What a story is known by. `time`: when an event starts, or a blog post is published. `text`: the fingerprint of its body. `extraPosts`:
 * the times of its own posts, as JSON. `archive`: it is for the pages only.
 */
export type LastRead = {
  file: string;
  title: string;
  published: string;
  time: string;
  text: string;
  sketch: string;
  extraPosts?: string;
  archive?: boolean;
};

/** The value of `published` for a story that is gone or has a problem: its next publication time counts as new. */
const UNREADABLE = '';

/** What each story is known by: it stays the same object until its file is another one. */
const lastReads = new WeakMap<Story, LastRead>();

/** Returns what the story is known by. `before`: as it was last read, which saves the sketch of an unchanged text. */
export function lastReadOf(story: Story, before?: LastRead): LastRead {
  const known = lastReads.get(story);
  if (known) return known;
  const last = readNow(story, before);
  lastReads.set(story, last);
  return last;
}

function readNow(story: Story, before: LastRead | undefined): LastRead {
  const published = story.published.toString();
  const text = fingerprint(story.body);
  const extraPosts = writeExtraPosts(story);
  return {
    file: story.file,
    title: story.title,
    published,
    time: story.kind === 'event' ? story.starts.toString() : published,
    text,
    sketch: before?.text === text ? before.sketch : textSketch(story.body),
    ...(extraPosts === undefined ? {} : { extraPosts }),
    ...(story.archive ? { archive: true } : {}),
  };
}

/**
 * Returns the story's record at `now`. A new publication time sets `publishedSeen` to `now`; new event facts set `factsSeen`. `last`: what
 * it is known by, where that is known already.
 */
export function storySeenAt(
  story: Story,
  before: StorySeen | undefined,
  now: Temporal.Instant,
  last = lastReadOf(story, before?.last),
): StorySeen {
  const { published } = last;
  const facts = story.kind === 'event' ? JSON.stringify(eventFacts(story)) : '';
  const followUpSeen = story.kind === 'event' && story.follow_up !== undefined ? (before?.followUpSeen ?? now) : undefined;
  const publishedSeen = before?.published === published ? before.publishedSeen : now;
  const isKnownTime = before?.published === published || before?.last?.published === published;
  const timeSeen = before && isKnownTime ? timeSeenOf(before) : now;
  return {
    slug: story.slug,
    firstSeen: before?.firstSeen ?? now,
    published,
    publishedSeen,
    ...(timeSeen.equals(publishedSeen) ? {} : { timeSeen }),
    facts,
    factsSeen: before?.facts === facts ? before.factsSeen : now,
    ...(followUpSeen ? { followUpSeen } : {}),
    ...extraPostsSeen(story, before, now),
    last,
    ...addressesOf(story, before),
    ...renamedAt(last, before, now),
    ...(before?.told ? { told: true } : {}),
  };
}

/** Returns the tick that first saw the story's present time of publication. */
export function timeSeenOf({ timeSeen, publishedSeen }: StorySeen): Temporal.Instant {
  return timeSeen ?? publishedSeen;
}

/** A story that was recorded without its own posts says of none of them when it was first seen. */
function extraPostsSeen(
  { extraPosts = [] }: Story,
  before: StorySeen | undefined,
  now: Temporal.Instant,
): Pick<StorySeen, 'extraPostsSeen'> {
  if (before?.last === undefined) return {};
  const known = new Set(readExtraPosts(before.last.extraPosts ?? '[]').map(({ key }) => key));
  const seen = extraPosts.flatMap(({ key }): ExtraPostSeen[] => {
    const earlier = before.extraPostsSeen?.find((one) => one.key === key);
    return earlier ? [earlier] : known.has(key) ? [] : [{ key, at: now }];
  });
  return seen.length === 0 ? {} : { extraPostsSeen: seen };
}

/** The former addresses of a story go on leading to it, also after it was renamed twice. */
function addressesOf({ slug, address = slug }: Story, before: StorySeen | undefined): Pick<StorySeen, 'address' | 'formerAddresses'> {
  const known = before ? [...(before.formerAddresses ?? []), before.address ?? slug] : [];
  const former = [...new Set(known)].filter((name) => name !== address);
  return { ...(address === slug ? {} : { address }), ...(former.length > 0 ? { formerAddresses: former } : {}) };
}

function renamedAt({ file }: LastRead, before: StorySeen | undefined, now: Temporal.Instant): Pick<StorySeen, 'renamedFrom' | 'renamedAt'> {
  const { last, renamedFrom, renamedAt } = before ?? {};
  if (last !== undefined && last.file !== file) return { renamedFrom: last.file, renamedAt: now };
  return renamedFrom !== undefined && renamedAt ? { renamedFrom, renamedAt } : {};
}

/** Returns the record of a story that was seen before and cannot be read now. */
export function unreadable(storySeen: StorySeen): StorySeen {
  return { ...storySeen, published: UNREADABLE };
}

/** Returns the record of a story whose file is gone. */
export function goneAt(storySeen: StorySeen, now: Temporal.Instant): StorySeen {
  if (storySeen.published === UNREADABLE && storySeen.gone) return storySeen;
  return { ...storySeen, published: UNREADABLE, gone: storySeen.gone ?? now };
}

/** True when `b` needs no write, because `a` is stored. */
export function sameStorySeen(a: StorySeen | undefined, b: StorySeen): boolean {
  return isSame(a, b);
}

/** Compares the values of records: whatever the order of their members. */
function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (a instanceof Temporal.Instant) return b instanceof Temporal.Instant && a.equals(b);
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const others = new Map(Object.entries(b));
  const members = Object.entries(a);
  return members.length === others.size && members.every(([name, value]) => others.has(name) && isSame(value, others.get(name)));
}

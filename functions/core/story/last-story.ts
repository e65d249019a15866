// A story that cannot be read now, as far as its record tells: enough to plan what will not go out.
import { Temporal } from 'temporal-polyfill';
import type { EventFacts } from '#core/story/event-facts';
import { readExtraPosts } from '#core/story/extra-posts';
import { fileOf } from '#core/story/resemblance';
import type { Story } from '#core/story/story';
import { storyKindOf } from '#core/story/story-files';
import type { StorySeen } from '#core/story/story-seen';

/** The stories of records that do not change any more: each tick asks for those of all files that are gone. */
const known = new WeakMap<StorySeen, { story: Story | undefined }>();

/** Returns the story as it was last read, without its text; undefined when its record does not say when it was published. */
export function lastStoryOf(record: StorySeen): Story | undefined {
  const before = known.get(record);
  if (before) return before.story;
  const story = storyOf(record);
  known.set(record, { story });
  return story;
}

function storyOf(record: StorySeen): Story | undefined {
  const { slug, published, facts, followUpSeen, address, last } = record;
  const when = last?.published ?? published;
  if (when === '') return undefined;
  const common = {
    slug,
    ...(address === undefined ? {} : { address }),
    file: fileOf(record),
    title: last?.title ?? slug,
    published: Temporal.PlainDateTime.from(when),
    topics: [],
    summary: '',
    body: '',
    ...(last?.archive === true ? { archive: true as const } : {}),
    ...(last?.extraPosts === undefined ? {} : { extraPosts: readExtraPosts(last.extraPosts) }),
  };
  if (storyKindOf(common.file) === 'message') return { ...common, kind: 'message', to: { kind: 'everyone' } };
  if (facts === '') return { ...common, kind: 'post', author: '' };
  const { status, starts, ends, place }: EventFacts = JSON.parse(facts);
  const times = { starts: Temporal.PlainDateTime.from(starts), ends: Temporal.PlainDateTime.from(ends) };
  return { ...common, kind: 'event', ...times, status, venue: place, ...(followUpSeen ? { follow_up: '' } : {}) };
}

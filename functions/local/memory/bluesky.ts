import type { Temporal } from 'temporal-polyfill';
import { blueskyKey } from '#core/social/bluesky-key';
import { isBefore } from '#core/time/compare';
import type { Channel, MediaUpload, PostKey } from '#ports';

type KeptPost = { id: string; at: Temporal.Instant; text: string; media: MediaUpload[]; inReplyTo?: string };

/** An in-memory account that stores posts under their keys, as Bluesky does. */
export function memoryBluesky(posts: KeptPost[], time: { now: Temporal.Instant }): Channel {
  const idOf = ({ publication, part, at }: PostKey) => blueskyKey(`${publication}#${part}`, at).rkey;
  return {
    post: async ({ key, ...post }) => {
      const id = idOf(key);
      const there = posts.find((kept) => kept.id === id);
      if (there && there.text !== post.text) return { kind: 'unknown', why: 'Bluesky holds a post under this key.' };
      if (!there) posts.push({ ...post, id, at: time.now });
      return { kind: 'accepted', receipt: id };
    },
    find: async (key) => posts.find(({ id }) => id === idOf(key))?.id,
    recent: async (since) =>
      posts
        .filter(({ at }) => !isBefore(at, since))
        .toReversed()
        .map(({ id, text, inReplyTo }) => (inReplyTo === undefined ? { id, text } : { id, text, inReplyTo })),
  };
}

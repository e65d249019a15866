import type { Temporal } from 'temporal-polyfill';
import type { Newsroom } from '#core/story/snapshot';
import { storySeenAt } from '#core/story/story-seen';
import { sendCanary } from '#flow/email/send-canary';
import { send } from '#flow/email/send-chunk';
import { post } from '#flow/social/post-parts';
import { tick } from '#flow/tick';
import type { MemoryWorld } from '#local/memory/world';
import { advance } from '#local/newsroom/advance';

/**
 * Runs the newsroom's own steps over the in-memory world from `from` to `until`. Each story counts as first seen at its publication
 * time. `reached` is called after each minute that is run.
 */
export async function rehearsal(
  memory: MemoryWorld,
  newsroom: Newsroom,
  from: Temporal.Instant,
  until: Temporal.Instant,
  reached: (now: Temporal.Instant) => void,
): Promise<void> {
  const { world, enqueued, time } = memory;
  for (const story of newsroom.stories) {
    const at = story.published.toZonedDateTime(newsroom.rules.timezone).toInstant();
    await world.publications.recordStorySeen(storySeenAt(story, undefined, at));
  }
  const minute = async (now: Temporal.Instant): Promise<void> => {
    time.now = now;
    await tick(world, now);
    while (enqueued.send.length + enqueued.post.length + enqueued.canary.length > 0) {
      for (const job of enqueued.canary.splice(0)) await sendCanary(world, job);
      const sends = enqueued.send.splice(0);
      const posts = enqueued.post.splice(0);
      for (const job of sends) await send(world, job);
      for (const job of posts) await post(world, job);
    }
    reached(now);
  };
  time.now = from;
  await minute(from);
  await advance({ world, now: () => time.now, minute }, until);
}

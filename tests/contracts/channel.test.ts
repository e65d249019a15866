import { Temporal } from 'temporal-polyfill';
import { blueskyChannel } from '#adapters/social/bluesky-channel';
import { xChannel } from '#adapters/social/x-channel';
import { openMemoryWorld } from '#local/memory/world';
import { startBlueskyStandIn } from '#local/social/bluesky-stand-in';
import { startXStandIn } from '#local/social/x-stand-in';
import { channelContract } from '#tests/contracts/channel.contract';

channelContract('in memory', async () => {
  const { world, posts, time } = openMemoryWorld();
  return {
    channel: world.social.x,
    setNow: (now) => {
      time.now = now;
    },
    images: () => posts.map(({ media }) => media.map(({ type, alt }) => ({ type, alt }))),
    close: async () => undefined,
  };
});

channelContract('X', async () => {
  let now = Temporal.Instant.from('2019-09-19T12:00:00Z');
  const keys = { appKey: 'app', appSecret: 's&1', accessToken: '1-token', accessSecret: 's+2' };
  const x = await startXStandIn({ keys, now: () => now });
  return {
    channel: xChannel({ readKeys: async () => keys, loopbackPort: x.port }),
    setNow: (to) => {
      now = to;
    },
    images: () => x.posts().map(({ media }) => media.map(({ type, alt }) => ({ type, alt }))),
    close: x.stop,
  };
});

channelContract('in memory, kept by keys', async () => {
  const { world, blueskyPosts, time } = openMemoryWorld();
  return {
    channel: world.social.bluesky,
    setNow: (now) => {
      time.now = now;
    },
    images: () => blueskyPosts.map(({ media }) => media.map(({ type, alt }) => ({ type, alt }))),
    close: async () => undefined,
  };
});

channelContract('Bluesky', async () => {
  const bluesky = await startBlueskyStandIn({ identifier: 'sample.bsky.social', password: 'app-pass' });
  const keys = { service: bluesky.url, identifier: 'sample.bsky.social', password: 'app-pass' };
  return {
    channel: blueskyChannel({ readKeys: async () => keys }),
    // Bluesky shows readers the time in the post's own record, which comes from the post's key: the stand-in needs no clock.
    setNow: () => undefined,
    images: () => bluesky.posts().map(({ images }) => images),
    close: bluesky.stop,
  };
});

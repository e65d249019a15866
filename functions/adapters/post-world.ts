// Separate from worlds.ts because the channels bring in the counting of X's characters, which other Lambdas must not carry unused.
import { S3Client } from '@aws-sdk/client-s3';
import { eventCardPng } from '#adapters/card/event-card';
import { s3Content } from '#adapters/s3/content';
import { blueskyChannel, parseBlueskyKeys } from '#adapters/social/bluesky-channel';
import { parseXKeys, xChannel } from '#adapters/social/x-channel';
import { readSecret, stores } from '#adapters/worlds';
import type { Config } from '#config';
import type { World } from '#ports';

/** Opens what the post Lambda needs: the stores, the content, the event cards and every social account. */
export function openPostWorld(config: Config): ReturnType<typeof stores> & Pick<World, 'content' | 'cards' | 'social'> {
  const social: World['social'] = {
    x: xChannel({ readKeys: () => readSecret(config.secrets.x, parseXKeys), loopbackPort: config.xLoopbackPort }),
    bluesky: blueskyChannel({ readKeys: () => readSecret(config.secrets.x, parseBlueskyKeys) }),
  };
  return { ...stores(config), content: s3Content(new S3Client({}), config.contentBucket), cards: eventCardPng(), social };
}

// Separate from worlds.ts because the channels bring in the counting of X's characters, which other Lambdas must not carry unused.
import { S3Client } from '@aws-sdk/client-s3';
import { eventCardPng } from '#adapters/card/event-card';
import { s3Content } from '#adapters/s3/content';
import { blueskyChannel, parseBlueskyKeys } from '#adapters/social/bluesky-channel';
import { parseXKeys, xChannel } from '#adapters/social/x-channel';
import { unlogged } from '#adapters/unlogged';
import { readSecret, storesOf, type WorldOf } from '#adapters/worlds';
import type { Config } from '#config';
import type { World } from '#ports';

export function openPostWorld(config: Config): WorldOf<'post'> & Pick<World, 'cards'> {
  const social: World['social'] = {
    x: xChannel({ readKeys: () => readSecret(config.secrets.x, parseXKeys), loopbackPort: config.xLoopbackPort }),
    bluesky: blueskyChannel({ readKeys: () => readSecret(config.secrets.x, parseBlueskyKeys) }),
  };
  return {
    ...storesOf('post', config),
    content: s3Content(unlogged(new S3Client({})), config.contentBucket, config.deployed),
    cards: eventCardPng(),
    social,
  };
}

// Apart from the other worlds: the counting of X's characters comes with its channels, and no other Lambda carries it for nothing.
import { S3Client } from '@aws-sdk/client-s3';
import { blueskyChannel, parseBlueskyKeys } from '#adapters/bluesky-channel';
import { eventCardPng } from '#adapters/event-card-png';
import { s3Editorial } from '#adapters/s3-editorial';
import { readSecret, stores } from '#adapters/worlds';
import { parseXKeys, xChannel } from '#adapters/x-channel';
import type { Config } from '#config';

export function openPostWorld(config: Config) {
  const channel = xChannel({ readKeys: () => readSecret(config.secrets.x, parseXKeys), loopbackPort: config.xLoopbackPort });
  const bluesky = blueskyChannel({ readKeys: () => readSecret(config.secrets.x, parseBlueskyKeys) });
  return { ...stores(config), editorial: s3Editorial(new S3Client({}), config.contentBucket), cards: eventCardPng(), channel, bluesky };
}

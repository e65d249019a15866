import { Temporal } from 'temporal-polyfill';
import { openOtherSites } from '#adapters/links/open-other-sites';
import { openWatchFeedWorld } from '#adapters/worlds';
import { readConfig } from '#config';
import { watchFeed } from '#flow/feed/watch-feed';

const config = readConfig(process.env);
const world = openWatchFeedWorld(config);
const { outside } = openOtherSites(config);

/** Invoked by EventBridge Scheduler every hour. `scheduledTime`: the hour that it is for. */
export async function handler(event: { scheduledTime: string }): Promise<void> {
  if (outside) await watchFeed(world, outside, Temporal.Instant.from(event.scheduledTime));
}

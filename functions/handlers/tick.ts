import { Temporal } from 'temporal-polyfill';
import { openTickWorld } from '#adapters/worlds';
import { readConfig } from '#config';
import { tick } from '#flow/tick';

const world = openTickWorld(readConfig(process.env));

/** Invoked by EventBridge Scheduler every minute. `scheduledTime`: the minute that the tick is for, which a late tick still works on. */
export async function handler(event: { scheduledTime: string }): Promise<void> {
  await tick(world, Temporal.Instant.from(event.scheduledTime));
}

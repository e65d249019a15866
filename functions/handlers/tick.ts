import { Temporal } from 'temporal-polyfill';
import { openTickWorld } from '#adapters/worlds';
import { readConfig } from '#config';
import { tick } from '#flow/tick';

const world = openTickWorld(readConfig(process.env));

/** EventBridge Scheduler, every minute, with the minute that it stands for. */
export async function handler(event: { scheduledTime: string }): Promise<void> {
  await tick(world, Temporal.Instant.from(event.scheduledTime));
}

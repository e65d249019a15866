import { Temporal } from 'temporal-polyfill';
import { LOG_WORDS } from '#adapters/log-lines';
import { openTickWorld } from '#adapters/worlds';
import { readConfig } from '#config';
import { tick } from '#flow/tick';

const world = openTickWorld(readConfig(process.env));

/** Invoked by EventBridge Scheduler every minute. `scheduledTime`: the minute that the tick is for, which a late tick still works on. */
export async function handler(event: { scheduledTime: string }): Promise<void> {
  const { held, late } = await tick(world, Temporal.Instant.from(event.scheduledTime));
  if (held > 0) console.warn(`${held} emails or posts ${LOG_WORDS.held}.`);
  if (late > 0) console.warn(`${late} publications ${LOG_WORDS.noProgress}.`);
}

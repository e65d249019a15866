import { eachMessage } from '#adapters/each-message';
import { openHeedWorld } from '#adapters/worlds';
import { readConfig } from '#config';
import { parseMailEvent } from '#core/mail-event';
import { heed } from '#flow/heed';

const world = await openHeedWorld(readConfig(process.env));

/** The queue of SES events. */
export const handler = eachMessage(async (body) => {
  const event = parseMailEvent(body);
  if (event) await heed(world, event);
});

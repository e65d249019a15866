import { eachMessage } from '#adapters/each-message';
import { openHeedWorld } from '#adapters/worlds';
import { readConfig } from '#config';
import { hear } from '#flow/heed';

const world = await openHeedWorld(readConfig(process.env));

/** The queue of SES events. */
export const handler = eachMessage((body) => hear(world, body));

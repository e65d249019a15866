import { wholeBatch } from '#adapters/each-message';
import { openHeedWorld } from '#adapters/worlds';
import { readConfig } from '#config';
import { hearAll } from '#flow/heed';

const world = await openHeedWorld(readConfig(process.env));

/** The queue of SES events. */
export const handler = wholeBatch((messages) => hearAll(world, messages));

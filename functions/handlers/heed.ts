import { wholeBatch } from '#adapters/sqs/batch-handler';
import { openHeedWorld } from '#adapters/worlds';
import { readConfig } from '#config';
import { hearAll } from '#flow/email/handle-ses-events';

const world = await openHeedWorld(readConfig(process.env));

/** The queue of SES events. */
export const handler = wholeBatch((messages) => hearAll(world, messages));

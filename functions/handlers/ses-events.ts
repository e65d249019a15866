import { wholeBatch } from '#adapters/sqs/batch-handler';
import { openSesEventsWorld } from '#adapters/worlds';
import { readConfig } from '#config';
import { handleSesEvents } from '#flow/email/handle-ses-events';

const world = await openSesEventsWorld(readConfig(process.env));

/** The queue of SES events. */
export const handler = wholeBatch((messages) => handleSesEvents(world, messages));

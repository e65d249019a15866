import { wholeBatch } from '#adapters/sqs/batch-handler';
import { openSesEventsWorld } from '#adapters/worlds';
import { readConfig } from '#config';
import { handleSesEvents } from '#flow/email/handle-ses-events';

const world = await openSesEventsWorld(readConfig(process.env));

/** Reads the queue of SES events. A message that fails goes back to the queue alone. */
export const handler = wholeBatch((messages) => handleSesEvents(world, messages));

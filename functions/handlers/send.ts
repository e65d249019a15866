import { eachMessage } from '#adapters/each-message';
import { readSendJob } from '#adapters/queued-job';
import { openSendWorld } from '#adapters/worlds';
import { readConfig } from '#config';
import { send } from '#flow/send';

const world = await openSendWorld(readConfig(process.env));

/** The send queue: one chunk a message. */
export const handler = eachMessage(async (body) => {
  world.mailer.dropIdleSockets();
  await send(world, readSendJob(body));
});

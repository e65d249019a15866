import { eachMessage } from '#adapters/each-message';
import { readSendJob } from '#adapters/queued-job';
import { openSendWorld } from '#adapters/worlds';
import { readConfig } from '#config';
import { sendCanary } from '#flow/canary';
import { send } from '#flow/send';

const world = await openSendWorld(readConfig(process.env));

/** The send queue: one chunk a message, or a canary. */
export const handler = eachMessage(async (body) => {
  world.mailer.dropIdleSockets();
  const job = readSendJob(body);
  await ('canary' in job ? sendCanary(world, job) : send(world, job));
});

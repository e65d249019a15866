import { eachMessage } from '#adapters/each-message';
import { readSendJob } from '#adapters/queued-job';
import { openSendWorld } from '#adapters/worlds';
import { readConfig } from '#config';
import { sendCanary } from '#flow/canary';
import { sendLetter } from '#flow/letter';
import { send } from '#flow/send';

const world = await openSendWorld(readConfig(process.env));

/** The send queue: one chunk a message, or a letter, or a canary. */
export const handler = eachMessage(async (body) => {
  world.mailer.dropIdleSockets();
  const job = readSendJob(body);
  if ('canary' in job) return sendCanary(world, job);
  if ('letter' in job) return sendLetter(world, job);
  return send(world, job);
});

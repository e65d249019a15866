import { eachMessage } from '#adapters/sqs/batch-handler';
import { readSendJob } from '#adapters/sqs/job-messages';
import { openSendWorld } from '#adapters/worlds';
import { readConfig } from '#config';
import { sendCanary } from '#flow/email/send-canary';
import { send } from '#flow/email/send-chunk';
import { sendTestEmail } from '#flow/transactional/send-test-email';
import { sendTransactional } from '#flow/transactional/send-transactional';

const world = await openSendWorld(readConfig(process.env));

/** Reads the send queue: a chunk, a transactional email, a test or a canary in each message. */
export const handler = eachMessage(async (body) => {
  world.mailer.wake();
  const job = readSendJob(body);
  if ('canary' in job) return sendCanary(world, job);
  if ('email' in job) return sendTransactional(world, job);
  if ('test' in job) return sendTestEmail(world, job);
  return send(world, job);
});

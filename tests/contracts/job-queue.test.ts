import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readPostJob, readSendJob } from '#adapters/sqs/job-messages';
import { sqsJobQueue } from '#adapters/sqs/job-queue';
import { LOCAL_AWS } from '#local/emulators/dynamo-emulator';
import { type Emulators, startEmulators } from '#local/emulators/emulators';
import { openMemoryWorld } from '#local/memory/world';
import { jobQueueContract } from '#tests/contracts/job-queue.contract';

let emulators: Emulators;
let client: SQSClient;
beforeAll(async () => {
  emulators = await startEmulators();
  client = new SQSClient({ endpoint: emulators.fauxqsUrl, ...LOCAL_AWS });
});
afterAll(async () => {
  client.destroy();
  await emulators.stop();
});

jobQueueContract('in memory', async () => {
  const { world, enqueued } = openMemoryWorld();
  return {
    jobQueue: world.jobQueue,
    takeJobs: async () => ({
      send: [...enqueued.send.splice(0), ...enqueued.canary.splice(0), ...enqueued.transactional.splice(0)],
      post: enqueued.post.splice(0),
    }),
  };
});

jobQueueContract('on SQS', async () => ({
  jobQueue: sqsJobQueue(client, emulators.queues),
  takeJobs: async () => ({
    send: (await drain(emulators.queues.send)).map(readSendJob),
    post: (await drain(emulators.queues.post)).map(readPostJob),
  }),
}));

const HOUSE =
  '"house":{"name":"N","shortName":"","site":"https://n.example.org","timezone":"Europe/London","brand":{"colour":"#005eb8"},"sender":{"name":"N","address":"n@example.org","replyTo":"t@example.org","postalAddress":"1 Street"}}';

// Messages may wait while a new version is deployed: the old and the new version must read them.
test.each([
  `{"letter":{"to":"ab12","kind":"move","day":"2019-09-19"},${HOUSE},"at":"2019-09-19T08:00:00Z"}`,
  `{"letter":{"to":"programme-lead","kind":"note","day":"2019-09-19"},${HOUSE},"at":"2019-09-19T08:00:00Z","note":{"to":"lead@example.org","sealed":"ab12"}}`,
])('a message of a transactional email is read and written in its old form: %s', async (body) => {
  const job = readSendJob(body);
  if (!('email' in job)) throw new Error('It is read as another job.');
  await sqsJobQueue(client, emulators.queues).enqueueTransactional(job);
  expect(await drain(emulators.queues.send)).toEqual([body]);
});

test.each([
  '',
  '{}',
  '[]',
  'null',
  '{"publication":"a","chunk":"0","at":"2019-09-19T08:00:00Z"}',
  '{"publication":"a","chunk":0,"at":"nine"}',
  '{"letter":{"to":"a","kind":"love","day":"2019-09-19"},"at":"2019-09-19T08:00:00Z"}',
  '{"letter":{"to":"a","kind":"link","day":"2019-09-19"},"at":"2019-09-19T08:00:00Z"}',
  `{"letter":{"to":"programme-lead","kind":"note","day":"2019-09-19"},${HOUSE},"at":"2019-09-19T08:00:00Z"}`,
])('a message that is no job is an error: %s', (body) => {
  expect(() => readSendJob(body)).toThrow();
});

async function drain(queue: string): Promise<string[]> {
  const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl: queue, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 }));
  for (const { ReceiptHandle } of Messages) await client.send(new DeleteMessageCommand({ QueueUrl: queue, ReceiptHandle }));
  const bodies = Messages.map(({ Body = '' }) => Body);
  return bodies.length === 0 ? [] : [...bodies, ...(await drain(queue))];
}

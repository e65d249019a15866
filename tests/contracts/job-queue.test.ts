import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readPostJob, readSendJob } from '#adapters/sqs/job-messages';
import { sqsJobQueue } from '#adapters/sqs/job-queue';
import { PROGRAMME_LEAD } from '#core/delivery/transactional-key';
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

/** What older versions wrote beside the key. */
const OLDER_SENDER =
  '"house":{"name":"N","shortName":"","site":"https://n.example.org","timezone":"Europe/London","brand":{"colour":"#005eb8"},"sender":{"name":"N","address":"n@example.org","replyTo":"t@example.org","postalAddress":"1 Street"}}';

// Messages may wait while a new version is deployed: it must read them. It must not believe more of them than their key.
test.each([
  ['move', `{"letter":{"to":"ab12","kind":"move","day":"2019-09-19"},${OLDER_SENDER},"at":"2019-09-19T08:00:00Z"}`],
  [
    'note',
    `{"letter":{"to":"x","kind":"note","day":"2019-09-19"},${OLDER_SENDER},"at":"2019-09-19T08:00:00Z","note":{"to":"thief@example.org","sealed":"ab12"}}`,
  ],
])('a transactional job of an older version, or a forged one, says which email it is and nothing else: %s', (kind, body) => {
  const job = readSendJob(body);
  expect(Object.keys(job).toSorted()).toEqual(['at', 'email']);
  expect(job).toMatchObject({ email: { kind, to: kind === 'note' ? PROGRAMME_LEAD : 'ab12' } });
});

test.each([
  '',
  '{}',
  '[]',
  'null',
  '{"publication":"a","chunk":"0","at":"2019-09-19T08:00:00Z"}',
  '{"publication":"a","chunk":0,"at":"nine"}',
  '{"letter":{"to":"a","kind":"love","day":"2019-09-19"},"at":"2019-09-19T08:00:00Z"}',
  '{"letter":{"to":"a","kind":"link"},"at":"2019-09-19T08:00:00Z"}',
])('a message that is no job is an error: %s', (body) => {
  expect(() => readSendJob(body)).toThrow();
});

async function drain(queue: string): Promise<string[]> {
  const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl: queue, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 }));
  for (const { ReceiptHandle } of Messages) await client.send(new DeleteMessageCommand({ QueueUrl: queue, ReceiptHandle }));
  const bodies = Messages.map(({ Body = '' }) => Body);
  return bodies.length === 0 ? [] : [...bodies, ...(await drain(queue))];
}

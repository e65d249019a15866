import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, onTestFinished, test } from 'vitest';
import { dynamoSwitches } from '#adapters/dynamo/switches';
import { readConfig } from '#config';
import { BadOptions } from '#local/cli/options';
import { LOCAL_AWS } from '#local/emulators/dynamo-emulator';
import { type Emulators, startEmulators } from '#local/emulators/emulators';
import { takeFolder } from '#local/emulators/folder-lock';

async function freshFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'newsroom-data-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

/** Runs `run` with the emulators, and stops them in any case. */
async function withEmulators(folder: string | undefined, run: (emulators: Emulators) => Promise<void>): Promise<void> {
  const emulators = await startEmulators(folder);
  try {
    await run(emulators);
  } finally {
    await emulators.stop();
  }
}

const receiveOne = (client: SQSClient, queue: string) => client.send(new ReceiveMessageCommand({ QueueUrl: queue, WaitTimeSeconds: 1 }));

test('the emulators keep their tables, queues and bucket over a stop and a start', async () => {
  const folder = await freshFolder();
  await withEmulators(folder, async ({ dynamoUrl, fauxqsUrl, environment, queues, bucket }) => {
    await dynamoSwitches(new DynamoDBClient({ endpoint: dynamoUrl, ...LOCAL_AWS }), environment.TABLE_SWITCHES ?? '').pause(
      'everything',
      'night',
    );
    await new SQSClient({ endpoint: fauxqsUrl, ...LOCAL_AWS }).send(new SendMessageCommand({ QueueUrl: queues.send, MessageBody: 'ding' }));
    await new S3Client({ endpoint: fauxqsUrl, ...LOCAL_AWS }).send(new PutObjectCommand({ Bucket: bucket, Key: 'posts/a.md', Body: 'A' }));
  });
  await withEmulators(folder, async ({ dynamoUrl, fauxqsUrl, environment, queues, bucket }) => {
    const switches = dynamoSwitches(new DynamoDBClient({ endpoint: dynamoUrl, ...LOCAL_AWS }), environment.TABLE_SWITCHES ?? '');
    expect(await switches.read()).toEqual({ paused: 'night' });
    expect((await receiveOne(new SQSClient({ endpoint: fauxqsUrl, ...LOCAL_AWS }), queues.send)).Messages?.[0]?.Body).toBe('ding');
    const object = await new S3Client({ endpoint: fauxqsUrl, ...LOCAL_AWS }).send(
      new GetObjectCommand({ Bucket: bucket, Key: 'posts/a.md' }),
    );
    expect(await object.Body?.transformToString()).toBe('A');
  });
});

test('the emulators bring SES events from the topic to the queue of SES events unchanged', async () => {
  await withEmulators(undefined, async ({ fauxqsUrl, topicArn, queues }) => {
    await new SNSClient({ endpoint: fauxqsUrl, ...LOCAL_AWS }).send(
      new PublishCommand({ TopicArn: topicArn, Message: '{"eventType":"Send"}' }),
    );
    expect((await receiveOne(new SQSClient({ endpoint: fauxqsUrl, ...LOCAL_AWS }), queues.sesEvents)).Messages?.[0]?.Body).toBe(
      '{"eventType":"Send"}',
    );
  });
});

test('the environment of the emulators names the tables, queues and bucket that a Lambda needs', async () => {
  await withEmulators(undefined, async ({ environment, queues, bucket }) => {
    const config = readConfig({ SES_CONFIGURATION_SET: 'c', SECRET_X: 'x', SECRET_TOKENS: 't', ...environment });
    expect(config).toMatchObject({ stage: 'local', queues: { send: queues.send, post: queues.post }, contentBucket: bucket });
    expect(new Set(Object.values(config.tables)).size).toBe(6);
  });
});

test('the emulators cannot be reached from the network', async () => {
  const outside = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
  // On a machine without a network, another loopback address still tells 127.0.0.1 from all interfaces.
  const host = outside ?? '127.0.0.2';
  await withEmulators(undefined, async ({ dynamoUrl, fauxqsUrl }) => {
    for (const url of [dynamoUrl, fauxqsUrl]) {
      const socket = connect(Number(new URL(url).port), host);
      await expect(once(socket, 'connect')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    }
  });
});

test('a data folder that another newsroom uses is refused, and is free again however that newsroom ended', async () => {
  const folder = await freshFolder();
  // It keeps nothing of what it took, and its memory is tidied: the folder is still its own.
  const other = spawn(process.execPath, [
    '--expose-gc',
    '--input-type=module',
    '-e',
    `import { takeFolder } from '#local/emulators/folder-lock';
     takeFolder(${JSON.stringify(folder)});
     for (let round = 0; round < 3; round++) {
       await new Promise((next) => setTimeout(next, 10));
       gc();
     }
     console.log('taken');
     setInterval(() => {}, 1000);`,
  ]);
  await once(other.stdout, 'data');
  await expect(startEmulators(folder)).rejects.toThrow(
    `Another newsroom is already using ${folder}. Stop it, or start this one with --data and another folder.`,
  );
  other.kill('SIGKILL');
  await once(other, 'exit');
  takeFolder(folder).release();
});

test.skipIf(process.platform === 'win32')(
  "a data folder is its owner's only, also one that an older release made for everyone",
  async () => {
    const folder = await freshFolder();
    await chmod(folder, 0o755);
    for (const data of [folder, join(folder, 'new')]) {
      takeFolder(data).release();
      expect((await stat(data)).mode & 0o777).toBe(0o700);
    }
  },
);

test.skipIf(process.platform === 'win32')('a data folder that holds other things too is left as it is, with what to do', async () => {
  const folder = await freshFolder();
  await chmod(folder, 0o755);
  await writeFile(join(folder, 'budget.xlsx'), 'ours');
  expect(() => takeFolder(folder)).toThrow(
    `${folder} holds other things too (budget.xlsx), and more people of this machine may use it. A newsroom keeps readers’ addresses, so its folder must be private. Name a folder of its own, for example --data ${join(folder, 'newsroom')}.`,
  );
  expect((await stat(folder)).mode & 0o777).toBe(0o755);
  expect(await readdir(folder)).toEqual(['budget.xlsx']);
  takeFolder(join(folder, 'newsroom')).release();
  expect((await stat(folder)).mode & 0o777).toBe(0o755);
  // A folder that its owner has made private already may hold anything.
  await chmod(folder, 0o700);
  takeFolder(folder).release();
});

test('a data folder that is a file is refused in a sentence', async () => {
  const folder = await freshFolder();
  await writeFile(join(folder, 'file'), '');
  expect(() => takeFolder(join(folder, 'file'))).toThrow(BadOptions);
  expect(() => takeFolder(join(folder, 'file', 'data'))).toThrow(BadOptions);
});

test.skipIf(process.platform === 'win32')('a data folder of somebody else is refused in a sentence, and left as it is', async () => {
  // As somebody who is not root, whatever this test runs as: /usr belongs to root.
  const script = `import { takeFolder } from '#local/emulators/folder-lock'; try { takeFolder('/usr'); console.log('taken'); } catch (error) { console.log(error.constructor.name, error.message); }`;
  const asOther = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { ...asOther, env: { ...process.env, HOME: tmpdir() } });
  let said = '';
  for await (const part of child.stdout) said += part;
  expect(said).toBe(
    'BadOptions /usr belongs to somebody else on this machine, so it cannot be kept private. Name a folder of your own with --data.\n',
  );
});

import { gzipSync } from 'node:zlib';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dynamoStores } from '#adapters/worlds';
import { environmentNames } from '#config';
import { LOCAL_AWS } from '#local/emulators/dynamo-emulator';
import { type Emulators, localTables, startEmulators } from '#local/emulators/emulators';
import { type SesStandIn, startSesStandIn } from '#local/ses/stand-in';
import { sesEvent } from '#tests/contracts/event-archive.contract';
import { ranWith } from '#tests/local/ran';
import { RULES } from '#tests/web/sample-newsroom';

let emulators: Emulators;
let ses: SesStandIn;
const switched: string[] = [];
beforeAll(async () => {
  emulators = await startEmulators();
  ses = await startSesStandIn({
    now: () => Temporal.Instant.from('2026-11-23T09:00:00Z'),
    faults: ({ action }) => {
      switched.push(action);
      return 'none';
    },
  });
});
afterAll(async () => {
  await ses.stop();
  await emulators.stop();
});

const restore = (...options: string[]) =>
  ranWith(
    {
      ...emulators.environment,
      AWS_ENDPOINT_URL_SES: ses.url,
      [environmentNames.configurationSet]: 'newsroom',
      [environmentNames.secretX]: 'newsroom/x',
      [environmentNames.secretTokens]: 'newsroom/tokens',
    },
    'functions/local/commands/restore-on-aws.ts',
    ...options,
  );

test('a restore on AWS replays the event archive in S3 into the restored tables, with SES switched off meanwhile', async () => {
  const s3 = new S3Client({ endpoint: emulators.fauxqsUrl, forcePathStyle: true, ...LOCAL_AWS });
  await s3.send(new PutObjectCommand({ Bucket: emulators.bucket, Key: 'newsroom.yaml', Body: RULES }));
  const lost = gzipSync(`${JSON.stringify(sesEvent('Send', 'alert-lost', 'ab12', '2026-11-23T09:00:00Z'))}\n`);
  const eventArchive = emulators.environment[environmentNames.eventArchiveBucket];
  await s3.send(new PutObjectCommand({ Bucket: eventArchive, Key: 'events/2026/11/23/09/a.gz', Body: lost }));
  s3.destroy();
  const { code, out } = await restore('--point', '2026-11-23T08:30:00Z');
  expect([code, out]).toEqual([0, expect.stringContaining('alert-lost: had begun after that, and 1 of its mails was out.')]);
  expect(out).toContain('Mail may go out again.');
  expect(switched).toEqual(['UpdateConfigurationSetSendingEnabled', 'UpdateConfigurationSetSendingEnabled']);
  const client = new DynamoDBClient({ endpoint: emulators.dynamoUrl, ...LOCAL_AWS });
  const { switches } = dynamoStores(client, localTables);
  expect((await switches.read()).paused).toBeUndefined();
  client.destroy();
});

test.each([[[]], [['--point', 'noon']]])('a restore on AWS answers a wrong restore point with a plain sentence: %j', async (options) => {
  const { code, error } = await restore(...options);
  expect([code, error]).toEqual([2, expect.stringContaining('Give with --point the moment to which the tables were brought back.')]);
});

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { sesMailer } from '#adapters/ses/mailer';
import { dynamoStores } from '#adapters/worlds';
import { readDeployment } from '#cdk/deployment';
import { environmentNames } from '#config';
import { SWITCHED_OFF } from '#core/delivery/ses-outcome';
import type { Subscriber, SubscriberId } from '#core/subscriber/subscriber';
import { LOCAL_AWS } from '#local/emulators/dynamo-emulator';
import { type Emulators, localTables, startEmulators } from '#local/emulators/emulators';
import { openMemoryWorld } from '#local/memory/world';
import { EXPIRES, restoredName } from '#local/restore/bring-back';
import { isOurs, quietFrom, stopEverything } from '#local/restore/stop';
import { useTables } from '#local/restore/use-tables';
import { type SesStandIn, startSesStandIn } from '#local/ses/stand-in';
import { type Loopback, listenOnLoopback } from '#local/stand-ins/loopback';
import { localAws } from '#tests/adapters/aws-environment';
import { all, context } from '#tests/cdk/synthesised';
import { sesEvent } from '#tests/contracts/event-archive.contract';
import { ranWith } from '#tests/local/ran';
import { type PointInTime, startPointInTime } from '#tests/local/restore/point-in-time';
import { RULES } from '#tests/web/sample-newsroom';

const REWOUND = [localTables.publications, localTables.ledger, localTables.subscribers];
const CERTIFY = 'Newsroom-CertifyFunction1234-Ab';

let emulators: Emulators;
let dynamo: PointInTime;
let ses: SesStandIn;
let lambda: Loopback;
const scratch = mkdtempSync(join(tmpdir(), 'newsroom-restore-'));
const cdk = join(scratch, 'cdk.json');
/** What the deployed functions have in their environment. */
let deployed: Record<string, string> = {};

beforeAll(async () => {
  emulators = await startEmulators();
  dynamo = await startPointInTime(emulators.dynamoUrl);
  ses = await startSesStandIn({ now: () => Temporal.Instant.from('2026-11-23T09:00:00Z') });
  lambda = await listenOnLoopback((request, response) => {
    const mappings = [
      {
        EventSourceArn: 'arn:aws:sqs:eu-west-2:000000000000:send',
        FunctionArn: 'arn:aws:lambda:eu-west-2:0:function:Newsroom-SendFunction1',
      },
      {
        EventSourceArn: 'arn:aws:sqs:eu-west-2:000000000000:other',
        FunctionArn: 'arn:aws:lambda:eu-west-2:0:function:Newsroom-test-HandleSesEvents1',
      },
      {
        EventSourceArn: 'arn:aws:sqs:eu-west-2:000000000000:heed',
        FunctionArn: 'arn:aws:lambda:eu-west-2:0:function:Newsroom-HandleSesEventsFunction1',
      },
    ];
    const isConfiguration = request.url?.startsWith(`/2015-03-31/functions/${CERTIFY}/configuration`);
    const answer = isConfiguration ? { Environment: { Variables: deployed } } : { EventSourceMappings: mappings };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  const { AWS_REGION: _, ...names } = emulators.environment;
  deployed = {
    ...Object.fromEntries(Object.entries(names).filter(([name]) => !name.startsWith('AWS_'))),
    [environmentNames.configurationSet]: 'newsroom',
    [environmentNames.secretX]: 'newsroom/x',
    [environmentNames.secretTokens]: 'newsroom/tokens',
  };
  writeFileSync(cdk, JSON.stringify({ app: 'node cdk/app.ts', context: { domain: 'news.example.org' } }));
});
afterAll(async () => {
  await Promise.all([ses.stop(), lambda.stop(), dynamo.stop()]);
  await emulators.stop();
  rmSync(scratch, { recursive: true });
});

const aws = () => ({
  ...Object.fromEntries(Object.entries(emulators.environment).filter(([name]) => name.startsWith('AWS_'))),
  AWS_ENDPOINT_URL_DYNAMODB: dynamo.url,
  AWS_ENDPOINT_URL_LAMBDA: lambda.url,
  AWS_ENDPOINT_URL_SES: ses.url,
});
const restore = (...options: string[]) => ranWith(aws(), 'functions/local/commands/restore-on-aws.ts', ...options);

describe('a restore on AWS', () => {
  let point = '';
  let tables: Record<string, string> = {};
  const storesOf = (names: Partial<typeof localTables> = {}) => {
    const client = new DynamoDBClient({ endpoint: emulators.dynamoUrl, ...LOCAL_AWS });
    return { ...dynamoStores(client, { ...localTables, ...names }), close: () => client.destroy() };
  };
  const again = () => restore('--point', point, '--function', CERTIFY, '--cdk', cdk, '--stopped', '2020-01-01T00:00:00Z', '--yes');
  /** Whether SES takes a mail of the newsroom's now. */
  const tried = async () => {
    localAws('SES', ses.url);
    const mailer = sesMailer({ configurationSet: 'newsroom' });
    const message = Buffer.from('From: news@example.org\r\nSubject: s\r\n\r\nHello');
    const tag = { kind: 'canary', sent: Temporal.Now.instant() } as const;
    const { kind } = await mailer.send({ to: 'success@simulator.amazonses.com', message, tag });
    mailer.dropIdleSockets();
    vi.unstubAllEnvs();
    return kind;
  };
  const person = (id: string): Subscriber => ({
    id: id as SubscriberId,
    address: `${id}@example.org`,
    name: id,
    frequency: 'each',
    topics: [],
    organisation: 'avon',
    status: 'confirmed',
  });

  beforeAll(async () => {
    const s3 = new S3Client({ endpoint: emulators.fauxqsUrl, forcePathStyle: true, ...LOCAL_AWS });
    await s3.send(new PutObjectCommand({ Bucket: emulators.bucket, Key: 'newsroom.yaml', Body: RULES }));
    const stores = storesOf();
    await stores.subscribers.save(person('ama'));
    // A restore names a whole second.
    point = Temporal.Instant.fromEpochMilliseconds((await dynamo.mark(REWOUND)).getTime())
      .add({ seconds: 1 })
      .toString({ smallestUnit: 'second' });
    await stores.subscribers.save(person('late'));
    const left = Temporal.Now.instant();
    await stores.suppressions.add('ama' as SubscriberId, 'unsubscribed', left);
    const hour = left.toString().slice(0, 13).replaceAll(/[-T]/g, '/');
    const lost = gzipSync(
      `${JSON.stringify(sesEvent('Send', 'alert-lost', 'ab12', Temporal.Instant.from(point).add({ seconds: 1 }).toString()))}\n`,
    );
    const Bucket = emulators.environment[environmentNames.eventArchiveBucket];
    await s3.send(new PutObjectCommand({ Bucket, Key: `events/${hour}/a.gz`, Body: lost }));
    s3.destroy();
    stores.close();
    while (Temporal.Instant.compare(Temporal.Now.instant(), point) < 0) await new Promise((resolve) => setImmediate(resolve));
  });

  test('a restore on AWS changes nothing when the tables cannot be brought back to that moment, and says which moments are possible', async () => {
    const early = await restore('--point', '2020-01-01T00:00:00Z', '--function', CERTIFY, '--yes');
    expect([early.code, early.error]).toEqual([
      2,
      expect.stringMatching(
        /^The table newsroom-register can be brought back to a moment from \S+ to \S+, and not to 2020-01-01T00:00:00Z\.\n$/,
      ),
    ]);
    const stores = storesOf();
    expect([(await stores.switches.read()).paused, await tried()]).toEqual([undefined, 'accepted']);
    stores.close();
  });

  test('a restore on AWS that breaks off leaves everything stopped, and the next run continues it', async () => {
    dynamo.refuseNext();
    const broken = await again();
    expect([broken.code, broken.error]).toEqual([1, expect.stringContaining('ValidationException')]);
    const stores = storesOf();
    expect((await stores.switches.read()).paused).toMatch(/^The tables are being brought back, since /);
    await stores.switches.pause('email', SWITCHED_OFF);
    stores.close();
  });

  test('a restore on AWS brings three tables back as new ones that are protected, and replays into them what SES did', async () => {
    const { code, out, error } = await again();
    expect([code, error]).toEqual([0, '']);
    tables = JSON.parse(readFileSync(cdk, 'utf8')).context.tables;
    expect(tables).toEqual(
      Object.fromEntries(
        (['publications', 'ledger', 'subscribers'] as const).map((name) => [
          name,
          restoredName(localTables[name], Temporal.Instant.from(point)),
        ]),
      ),
    );
    for (const table of Object.values(tables))
      expect(dynamo.extras(table)).toMatchObject({ recovery: true, protection: true, looksUntilActive: 0 });
    expect(Object.values(tables).map((table) => dynamo.extras(table).expires)).toEqual([undefined, undefined, 'expires']);
    expect(out).toContain('1 person who left, bounced or complained since is out again.');
    expect(out).toContain('alert-lost: had begun after that, and 1 of its mails was out.');
    expect(out).toMatch(/Deploy now\. Then run this command again, as you did: it gives everything back\.\n$/);
    const [old, back] = [storesOf(), storesOf(tables)];
    expect([(await old.subscribers.find('late' as SubscriberId))?.status, await back.subscribers.find('late' as SubscriberId)]).toEqual([
      'confirmed',
      undefined,
    ]);
    expect((await back.subscribers.find('ama' as SubscriberId))?.status).toBe('unsubscribed');
    expect((await back.publications.all()).map(({ id, state }) => [id, state])).toEqual([['alert-lost', 'cancelled']]);
    // Nothing goes out by the old tables: SES stays off, and the pause stays.
    expect([(await back.switches.read()).paused, await tried()]).toEqual([
      expect.stringMatching(/^The tables are being brought back/),
      'stopped',
    ]);
    old.close();
    back.close();
  });

  test('a restore on AWS that is run once more before the deployment finds the tables, and gives nothing back', async () => {
    const { code, out } = await again();
    expect([code, out]).toEqual([0, expect.stringMatching(/is there already, from an earlier run[\s\S]*Deploy now/)]);
    const stores = storesOf();
    expect((await stores.switches.read()).paused).toMatch(/^The tables are being brought back/);
    stores.close();
  });

  test('a restore on AWS refuses a stack that uses only some of the tables', async () => {
    const half = { ...deployed, [environmentNames.tableLedger]: tables.ledger ?? '' };
    const whole = deployed;
    deployed = half;
    const { code, error } = await again();
    deployed = whole;
    expect([code, error]).toEqual([2, expect.stringContaining('Only ledger are in use as of')]);
  });

  test('a restore on AWS gives everything back once the stack uses the new tables: mail, SES, and the dead letters of events', async () => {
    const sqs = new SQSClient({ endpoint: emulators.fauxqsUrl, ...LOCAL_AWS });
    for (const body of ['one', 'two'])
      await sqs.send(new SendMessageCommand({ QueueUrl: emulators.deadLetters.sesEvents, MessageBody: body }));
    deployed = {
      ...deployed,
      [environmentNames.tablePublications]: tables.publications ?? '',
      [environmentNames.tableLedger]: tables.ledger ?? '',
      [environmentNames.tableSubscribers]: tables.subscribers ?? '',
    };
    const { code, out, error } = await again();
    expect([code, error]).toEqual([0, '']);
    expect(out).toContain('Mail may go out again.');
    expect(out).toContain('Dead letters of SES events given back: 2.');
    const stores = storesOf(tables);
    expect([(await stores.switches.read(undefined, 'email')).paused, await tried()]).toEqual([undefined, 'accepted']);
    stores.close();
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: emulators.queues.sesEvents, MaxNumberOfMessages: 10 }));
    expect(Messages.map(({ Body }) => Body).toSorted()).toEqual(['one', 'two']);
    sqs.destroy();
  });

  test('a restore on AWS does not lift the pause of a person, and names it', async () => {
    const stores = storesOf();
    await stores.switches.pause('everything', 'A mistake in the text');
    const { out } = await again();
    expect(out).toContain('A pause that a person set stays: “A mistake in the text”.');
    expect((await stores.switches.read()).paused).toBe('A mistake in the text');
    await stores.switches.resume('everything');
    stores.close();
  });
});

test.each([[[]], [['--point', 'noon']]])('a restore on AWS answers a wrong restore point with a plain sentence: %j', async (options) => {
  const { code, error } = await restore(...options);
  expect([code, error]).toEqual([2, expect.stringContaining('Give with --point the moment to go back to')]);
});

test('a restore on AWS waits until forty minutes after the stop, also when it is begun again', async () => {
  const { world } = openMemoryWorld();
  const sendingSwitch = { off: async () => undefined, on: async () => undefined };
  const stop = (at: string) => stopEverything({ switches: world.switches, sendingSwitch }, Temporal.Instant.from(at));
  const first = await stop('2027-06-02T10:00:00Z');
  expect([first.by, quietFrom(first).toString()]).toEqual(['us', '2027-06-02T10:40:00Z']);
  expect(await stop('2027-06-02T10:30:00Z')).toEqual(first);
  expect(isOurs((await world.switches.read()).paused)).toBe(true);
  await world.switches.pause('everything', 'By hand');
  expect([(await stop('2027-06-02T11:00:00Z')).by, isOurs('By hand')]).toEqual(['a person', false]);
});

test('the tables of a stage are named for that stage alone, and the stack synthesises with them', async () => {
  const file = join(scratch, 'stages.json');
  const staging = { domain: 'test.example.org', siteHost: 'www.test.example.org', certificateArn: context.certificateArn };
  writeFileSync(file, JSON.stringify({ app: 'a', context: { ...context, stages: { staging } } }));
  const named = (name: string) => ({ publications: `${name}-P`, ledger: `${name}-L`, subscribers: `${name}-S` });
  await useTables(file, named('production'));
  const tablesOf = (stage?: string) => {
    const written = { ...JSON.parse(readFileSync(file, 'utf8')).context, region: 'eu-west-2', stage };
    return readDeployment((name) => written[name]).tables;
  };
  expect([tablesOf(), tablesOf('staging')]).toEqual([named('production'), {}]);
  await useTables(file, named('staging'), 'staging');
  expect([tablesOf(), tablesOf('staging')]).toEqual([named('production'), named('staging')]);
});

test('a table that is brought back gets one name for each moment, however often that is done', () => {
  const at = (text: string) => Temporal.Instant.from(text);
  const once = restoredName('Newsroom-TablesLedger', at('2027-06-02T09:14:00Z'));
  expect(once).toBe('Newsroom-TablesLedger-at-20270602T091400Z');
  expect(restoredName(once, at('2027-06-03T08:00:00Z'))).toBe('Newsroom-TablesLedger-at-20270603T080000Z');
});

test('a restored table gets the expiry that the stack gives its table', () => {
  const expiries = all('AWS::DynamoDB::GlobalTable').map(([name, { Properties }]) => [
    name,
    Properties.TimeToLiveSpecification?.AttributeName,
  ]);
  const rewound = { TablesPublications: EXPIRES.publications, TablesLedger: EXPIRES.ledger, TablesSubscribers: EXPIRES.subscribers };
  expect(Object.fromEntries(expiries)).toMatchObject(rewound);
});

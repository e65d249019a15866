import type { Server } from 'node:http';
import { join } from 'node:path';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { queueFigures, visibilitySeconds } from '#adapters/queue-figures';
import { environmentNames } from '#config';
import { carryOver } from '#local/emulators/carry-over';
import { honourConditions } from '#local/emulators/conditional-writes';
import { createTables, LOCAL_AWS, startDynamo } from '#local/emulators/dynamo-emulator';
import { takeFolder } from '#local/emulators/folder-lock';
import { otherQueues } from '#local/emulators/other-engines';
import { onlySignedForms } from '#local/emulators/signed-forms';
import { onLoopback } from '#local/stand-ins/loopback';

/** Table names of existing data folders: `newsroom-register` is older than the word `publications`. */
export const localTables = {
  publications: 'newsroom-register',
  ledger: 'newsroom-ledger',
  subscribers: 'newsroom-subscribers',
  suppressions: 'newsroom-suppressions',
  switches: 'newsroom-switches',
  desk: 'newsroom-desk',
};

/** The SES configuration set of this machine. */
export const LOCAL_SET = 'newsroom-local';

const BUCKET = 'newsroom-content';
/** Named because the configuration asks for it. On this machine SES's stand-in keeps the event archive itself. */
const EVENT_ARCHIVE_BUCKET = 'newsroom-archive';
const IMPORTS = 'newsroom-imports';
const TOPIC = 'newsroom-mail-events';

/** Receives and visibility timeouts are those on AWS. */
const QUEUES = {
  send: { name: 'send', ...queueFigures.send },
  post: { name: 'post', ...queueFigures.post },
  // The queue of existing data folders has this older name.
  sesEvents: { name: 'heed', ...queueFigures.sesEvents },
};
type QueueName = keyof typeof QUEUES;

const wanted = {
  queues: Object.values(QUEUES).map(({ name, ...figures }) => ({
    name,
    attributes: { VisibilityTimeout: String(visibilitySeconds(figures)) },
    tries: figures.tries,
  })),
  topic: { name: TOPIC, queue: QUEUES.sesEvents.name },
  buckets: [BUCKET, EVENT_ARCHIVE_BUCKET, IMPORTS],
};

export type Emulators = {
  dynamoUrl: string;
  /** SQS, SNS and S3. */
  fauxqsUrl: string;
  queues: Record<QueueName, string>;
  deadLetters: Record<QueueName, string>;
  /** The SNS topic of SES events. The queue for SES events subscribes to it with raw message delivery. */
  topicArn: string;
  bucket: string;
  /** Environment variables: the SDK's endpoints, and those parts of functions/config.ts that the emulators provide. */
  environment: Record<string, string>;
  /** Stops both emulators. No long poll may be open: an aborted one would swallow the first message of a later start. */
  stop(): Promise<void>;
};

/**
 * Starts DynamoDB, SQS, SNS and S3 in this process, on free loopback ports, with their tables, queues, topic and buckets.
 * With a folder they keep their state there between starts; without one it is lost.
 * @throws when another process uses the folder.
 */
export async function startEmulators(folder?: string): Promise<Emulators> {
  const lock = folder === undefined ? undefined : takeFolder(folder);
  const dynamo = await startDynamo(folder && join(folder, 'dynamo'));
  const dataDir = folder ? { dataDir: join(folder, 'fauxqs') } : {};
  const settings = { port: 0, logger: false, defaultRegion: LOCAL_AWS.region, ...dataDir };
  const checked = (server: Server) => {
    honourConditions(server);
    onlySignedForms(server, LOCAL_AWS.credentials.secretAccessKey);
  };
  const other = await otherQueues(LOCAL_AWS, wanted);
  const fauxqs = other ? undefined : await onLoopback(() => startFauxqs(settings), checked, { browsers: 'forms' });
  await createTables(dynamo.url, Object.values(localTables));
  await carryOver(dynamo.url, localTables);
  if (fauxqs) setUp(fauxqs);

  const fauxqsUrl = other?.url ?? `http://127.0.0.1:${fauxqs?.port}`;
  // A queue's URL must name the emulator's host: the SDK calls the host of the URL and ignores its endpoint.
  const queueUrl = other?.queueUrl ?? ((name: string): string => `${fauxqsUrl}/000000000000/${name}`);
  const queues = { send: queueUrl(QUEUES.send.name), post: queueUrl(QUEUES.post.name), sesEvents: queueUrl(QUEUES.sesEvents.name) };
  return {
    dynamoUrl: dynamo.url,
    fauxqsUrl,
    queues,
    deadLetters: { send: queueUrl('send-dead'), post: queueUrl('post-dead'), sesEvents: queueUrl(`${QUEUES.sesEvents.name}-dead`) },
    topicArn: other?.topicArn ?? arn('sns', TOPIC),
    bucket: BUCKET,
    environment: {
      AWS_REGION: LOCAL_AWS.region,
      AWS_ACCESS_KEY_ID: LOCAL_AWS.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: LOCAL_AWS.credentials.secretAccessKey,
      AWS_ENDPOINT_URL_DYNAMODB: dynamo.url,
      AWS_ENDPOINT_URL_SQS: fauxqsUrl,
      AWS_ENDPOINT_URL_SNS: fauxqsUrl,
      AWS_ENDPOINT_URL_S3: fauxqsUrl,
      [environmentNames.stage]: 'local',
      [environmentNames.tablePublications]: localTables.publications,
      [environmentNames.tableLedger]: localTables.ledger,
      [environmentNames.tableSubscribers]: localTables.subscribers,
      [environmentNames.tableSuppressions]: localTables.suppressions,
      [environmentNames.tableSwitches]: localTables.switches,
      [environmentNames.tableDesk]: localTables.desk,
      [environmentNames.queueSend]: queues.send,
      [environmentNames.queuePost]: queues.post,
      [environmentNames.contentBucket]: BUCKET,
      [environmentNames.eventArchiveBucket]: EVENT_ARCHIVE_BUCKET,
      [environmentNames.importBucket]: IMPORTS,
    },
    async stop() {
      await Promise.all([dynamo.stop(), fauxqs?.stop()]);
      lock?.release();
    },
  };
}

const arn = (service: 'sqs' | 'sns', name: string): string => `arn:aws:${service}:${LOCAL_AWS.region}:000000000000:${name}`;

/** Creates queues, topic, subscription and buckets. Those of an earlier start stay as they are. */
function setUp(fauxqs: FauxqsServer): void {
  const queues = wanted.queues.flatMap(({ name, attributes, tries }) => [
    { name: `${name}-dead` },
    {
      name,
      attributes: {
        ...attributes,
        RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arn('sqs', `${name}-dead`), maxReceiveCount: tries }),
      },
    },
  ]);
  fauxqs.setup({
    region: LOCAL_AWS.region,
    queues,
    topics: [{ name: TOPIC }],
    subscriptions: [{ topic: TOPIC, queue: wanted.topic.queue, attributes: { RawMessageDelivery: 'true' } }],
    buckets: wanted.buckets,
  });
}

// One world per Lambda with only the ports that it needs, so that its bundle contains nothing else.

import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SESClient } from '@aws-sdk/client-ses';
import { SQSClient } from '@aws-sdk/client-sqs';
import { eventCardPng } from '#adapters/card/event-card';
import { dynamoAudit } from '#adapters/dynamo/audit';
import { dynamoBounces } from '#adapters/dynamo/bounces';
import { dynamoCanary } from '#adapters/dynamo/canary';
import { openDynamo } from '#adapters/dynamo/client';
import { dynamoDrafts } from '#adapters/dynamo/drafts';
import { dynamoImports } from '#adapters/dynamo/imports';
import { dynamoLedger } from '#adapters/dynamo/ledger';
import { dynamoPendingUnsubscribes } from '#adapters/dynamo/pending-unsubscribes';
import { dynamoSocialLedger } from '#adapters/dynamo/post-ledger';
import { dynamoPublications } from '#adapters/dynamo/publications';
import { dynamoRateCounters } from '#adapters/dynamo/rate-counters';
import { dynamoSealedTexts } from '#adapters/dynamo/sealed-texts';
import { dynamoSendContext } from '#adapters/dynamo/send-context';
import { dynamoSessions } from '#adapters/dynamo/sessions';
import { dynamoSignups } from '#adapters/dynamo/signups';
import { dynamoSubscribers } from '#adapters/dynamo/subscribers';
import { dynamoSuppressions } from '#adapters/dynamo/suppressions';
import { dynamoSwitches } from '#adapters/dynamo/switches';
import { dynamoTransactionalEmails } from '#adapters/dynamo/transactional-emails';
import { oidcIssuer } from '#adapters/identity/oidc-issuer';
import { secretReader } from '#adapters/identity/secrets';
import { openTokens, parseTokenKeys } from '#adapters/identity/tokens';
import { machine } from '#adapters/machine';
import { s3Content } from '#adapters/s3/content';
import { s3EventArchive } from '#adapters/s3/event-archive';
import { s3ImportFiles } from '#adapters/s3/import-files';
import { sesMailer } from '#adapters/ses/mailer';
import { sesSendingSwitch } from '#adapters/ses/sending-switch';
import { sqsJobQueue } from '#adapters/sqs/job-queue';
import { partitions as at } from '#adapters/stores';
import type { Config } from '#config';
import type { EventArchive, Issuer, SendingSwitch, Sessions, Subscribers, World } from '#ports';

/** Shared by the process, because it caches what it has read. */
export const readSecret = secretReader({ elapsedMs: machine.elapsedMs });
const readTokens = async (config: Config): Promise<ReturnType<typeof openTokens>> =>
  openTokens(await readSecret(config.secrets.tokens, parseTokenKeys));

/** Opens the stores of a Lambda. Without `tokens` it cannot make ids of addresses: not every Lambda may read the secret for that. */
export function stores(config: Config, tokens?: Awaited<ReturnType<typeof readTokens>>): Stores {
  return { ...dynamoStores(openDynamo(), config.tables, tokens?.idOf), machine };
}

/** The ports that store in tables, and the machine. */
export type Stores = StoredPorts & Pick<World, 'machine'>;

type StoredPorts = Pick<
  World,
  | 'drafts'
  | 'publications'
  | 'ledger'
  | 'sendContext'
  | 'canary'
  | 'texts'
  | 'socialLedger'
  | 'subscribers'
  | 'suppressions'
  | 'pendingUnsubscribes'
  | 'signups'
  | 'transactional'
  | 'bounces'
  | 'rateCounters'
  | 'imports'
  | 'switches'
  | 'audit'
>;

/** Opens every port that stores in tables; functions/adapters/stores.ts says which table each has. */
export function dynamoStores(client: DynamoDBClient, tables: Config['tables'], idOf?: Subscribers['idOf']): StoredPorts {
  return {
    drafts: dynamoDrafts(client, tables[at.drafts.table]),
    publications: dynamoPublications(client, tables[at.publications.table]),
    ledger: dynamoLedger(client, tables[at.groups.table]),
    sendContext: dynamoSendContext(client, tables),
    canary: dynamoCanary(client, tables[at.canary.table]),
    texts: dynamoSealedTexts(client, tables[at.texts.table]),
    socialLedger: dynamoSocialLedger(client, tables[at.posts.table]),
    subscribers: dynamoSubscribers(client, tables, idOf),
    suppressions: dynamoSuppressions(client, tables[at.suppressions.table]),
    pendingUnsubscribes: dynamoPendingUnsubscribes(client, tables[at.pendingUnsubscribes.table]),
    signups: dynamoSignups(client, tables[at.signups.table]),
    transactional: dynamoTransactionalEmails(client, tables[at.transactional.table]),
    bounces: dynamoBounces(client, tables[at.bounces.table], machine),
    rateCounters: dynamoRateCounters(client, tables[at.rateCounters.table]),
    imports: dynamoImports(client, tables[at.imports.table]),
    switches: dynamoSwitches(client, tables[at.switches.table]),
    audit: dynamoAudit(client, tables[at.audit.table]),
  };
}

export function openTickWorld(config: Config): Stores & Pick<World, 'content' | 'importFiles' | 'jobQueue'> {
  return {
    ...stores(config),
    content: s3Content(new S3Client({}), config.contentBucket),
    importFiles: s3ImportFiles(new S3Client({}), config.importBucket),
    jobQueue: sqsJobQueue(new SQSClient({}), config.queues),
  };
}

export async function openSendWorld(
  config: Config,
): Promise<Stores & Pick<World, 'jobQueue' | 'tokens'> & { mailer: ReturnType<typeof sesMailer> }> {
  const mailer = sesMailer({ configurationSet: config.configurationSet });
  const tokens = await readTokens(config);
  return { ...stores(config, tokens), mailer, jobQueue: sqsJobQueue(new SQSClient({}), config.queues), tokens };
}

export async function openSesEventsWorld(config: Config): Promise<Stores & Pick<World, 'tokens'>> {
  const tokens = await readTokens(config);
  return { ...stores(config, tokens), tokens };
}

/** For an unsubscribe that comes by mail. */
export async function openUnsubscribeWorld(config: Config): Promise<Stores & Pick<World, 'tokens'>> {
  const tokens = await readTokens(config);
  return { ...stores(config, tokens), tokens };
}

export async function openWebWorld(config: Config): Promise<Stores & Pick<World, 'content' | 'cards' | 'tokens' | 'jobQueue'>> {
  const tokens = await readTokens(config);
  const jobQueue = sqsJobQueue(new SQSClient({}), config.queues);
  return { ...stores(config, tokens), content: s3Content(new S3Client({}), config.contentBucket), cards: eventCardPng(), tokens, jobQueue };
}

/** The desk has the web's world, and the files of imports. */
export async function openDeskWorld(
  config: Config,
): Promise<Stores & Pick<World, 'content' | 'cards' | 'tokens' | 'jobQueue' | 'importFiles'>> {
  return { ...(await openWebWorld(config)), importFiles: s3ImportFiles(new S3Client({}), config.importBucket) };
}

/** Opens the desk's sign-in; `none` when the configuration says so, which it may on one machine only. */
export function openSignIn({ signIn, tables }: Config): 'none' | { issuer: Issuer; sessions: Sessions } {
  if (signIn === 'none') return signIn;
  return { issuer: oidcIssuer(signIn), sessions: dynamoSessions(openDynamo(), tables[at.sessions.table]) };
}

/** For the certificate, which only reads. */
export function openCertifyWorld(config: Config): Stores & { eventArchive: EventArchive } {
  return { ...stores(config), eventArchive: s3EventArchive(new S3Client({}), config.eventArchiveBucket) };
}

/** For a restore, which a developer runs with their own rights: no Lambda may do all of this. */
export function openRestoreWorld(
  config: Config,
): Stores & Pick<World, 'content'> & { eventArchive: EventArchive; sendingSwitch: SendingSwitch } {
  return {
    ...openCertifyWorld(config),
    content: s3Content(new S3Client({}), config.contentBucket),
    sendingSwitch: sesSendingSwitch(new SESClient({}), config.configurationSet),
  };
}

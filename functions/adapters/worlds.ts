// One world per function, with the ports that it may use (grants.ts) and no others.

import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SESClient } from '@aws-sdk/client-ses';
import { SQSClient } from '@aws-sdk/client-sqs';
import { eventCardPng } from '#adapters/card/event-card';
import { dynamoAudit } from '#adapters/dynamo/audit';
import { dynamoBounces } from '#adapters/dynamo/bounces';
import { dynamoCanary } from '#adapters/dynamo/canary';
import { dynamoCanaryReturns } from '#adapters/dynamo/canary-returns';
import { openDynamo } from '#adapters/dynamo/client';
import { dynamoColleagues } from '#adapters/dynamo/colleagues';
import { dynamoDrafts } from '#adapters/dynamo/drafts';
import { dynamoExaminations } from '#adapters/dynamo/examinations';
import { dynamoFeedWatch } from '#adapters/dynamo/feed-watch';
import { dynamoImports } from '#adapters/dynamo/imports';
import { dynamoLedger } from '#adapters/dynamo/ledger';
import { dynamoPendingUnsubscribes } from '#adapters/dynamo/pending-unsubscribes';
import { dynamoSocialLedger } from '#adapters/dynamo/post-ledger';
import { dynamoPublications } from '#adapters/dynamo/publications';
import { dynamoRateCounters } from '#adapters/dynamo/rate-counters';
import { dynamoRulesHistory } from '#adapters/dynamo/rules-history';
import { dynamoSealedTexts } from '#adapters/dynamo/sealed-texts';
import { dynamoSendContext } from '#adapters/dynamo/send-context';
import { dynamoSessions } from '#adapters/dynamo/sessions';
import { dynamoSignups } from '#adapters/dynamo/signups';
import { dynamoSubscribers } from '#adapters/dynamo/subscribers';
import { dynamoSuppressions } from '#adapters/dynamo/suppressions';
import { dynamoSwitches } from '#adapters/dynamo/switches';
import { dynamoTestEmails } from '#adapters/dynamo/test-emails';
import { dynamoTransactionalEmails } from '#adapters/dynamo/transactional-emails';
import { grants } from '#adapters/grants';
import { cognitoAccounts } from '#adapters/identity/cognito-accounts';
import { oidcIssuer } from '#adapters/identity/oidc-issuer';
import { secretReader } from '#adapters/identity/secrets';
import { openTokens, parseTokenKeys } from '#adapters/identity/tokens';
import { machine } from '#adapters/machine';
import { wasmPictures } from '#adapters/picture/pictures';
import { rememberedPublications } from '#adapters/remembered-publications';
import { s3Content } from '#adapters/s3/content';
import { s3EventArchive } from '#adapters/s3/event-archive';
import { s3ImportFiles } from '#adapters/s3/import-files';
import { s3Uploads } from '#adapters/s3/uploads';
import { sesMailer } from '#adapters/ses/mailer';
import { sesSendingSwitch } from '#adapters/ses/sending-switch';
import { sqsJobQueue } from '#adapters/sqs/job-queue';
import { partitions as at } from '#adapters/stores';
import { unlogged } from '#adapters/unlogged';
import type { Config } from '#config';
import type { Accounts, EventArchive, Issuer, SendingSwitch, Sessions, Subscribers, World } from '#ports';

/** Shared by the process, because it caches what it has read. */
export const readSecret = secretReader({ elapsedMs: machine.elapsedMs });
const readTokens = async (config: Config): Promise<ReturnType<typeof openTokens>> =>
  openTokens(await readSecret(config.secrets.tokens, parseTokenKeys));

type FunctionName = keyof typeof grants;
type Granted<F extends FunctionName> = (typeof grants)[F][number]['port'];
/** The ports that this function may use and that store in tables, and the machine. */
type Stores<F extends FunctionName> = Pick<StoredPorts, Extract<Granted<F>, keyof StoredPorts>> & Pick<World, 'machine'>;
/** All ports that this function may use. */
export type WorldOf<F extends FunctionName> = Pick<World, Extract<Granted<F>, keyof World>> & Pick<World, 'machine'>;

/** Opens the stores of a function. Without `tokens` it cannot make ids of addresses: not every function may read the secret for that. */
export function storesOf<F extends FunctionName>(name: F, config: Config, tokens?: Awaited<ReturnType<typeof readTokens>>): Stores<F> {
  const granted = new Set<string>(grants[name].map(({ port }) => port));
  const all = Object.entries(dynamoStores(openDynamo(config.callsBy), config.tables, tokens?.idOf));
  return { ...Object.fromEntries(all.filter(([port]) => granted.has(port))), machine } as Stores<F>;
}

type StoredPorts = Pick<
  World,
  | 'drafts'
  | 'feedWatch'
  | 'rulesHistory'
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
  | 'testEmails'
  | 'bounces'
  | 'rateCounters'
  | 'imports'
  | 'switches'
  | 'audit'
  | 'colleagues'
  | 'examinations'
  | 'canaryReturns'
>;

/** Opens every port that stores in tables; functions/adapters/stores.ts says which table each has. */
export function dynamoStores(client: DynamoDBClient, tables: Config['tables'], idOf?: Subscribers['idOf']): StoredPorts {
  return {
    drafts: dynamoDrafts(client, tables[at.drafts.table]),
    feedWatch: dynamoFeedWatch(client, tables[at.feedWatch.table]),
    rulesHistory: dynamoRulesHistory(client, tables[at.rulesHistory.table]),
    publications: rememberedPublications(dynamoPublications(client, tables[at.publications.table]), machine),
    ledger: dynamoLedger(client, tables[at.groups.table]),
    sendContext: dynamoSendContext(client, tables),
    canary: dynamoCanary(client, tables[at.canary.table]),
    texts: dynamoSealedTexts(client, tables[at.texts.table]),
    socialLedger: dynamoSocialLedger(client, tables[at.posts.table]),
    subscribers: dynamoSubscribers(client, tables, machine, idOf),
    suppressions: dynamoSuppressions(client, tables[at.suppressions.table]),
    pendingUnsubscribes: dynamoPendingUnsubscribes(client, tables[at.pendingUnsubscribes.table]),
    signups: dynamoSignups(client, tables[at.signups.table]),
    transactional: dynamoTransactionalEmails(client, tables[at.transactional.table]),
    testEmails: dynamoTestEmails(client, tables[at.testEmails.table]),
    bounces: dynamoBounces(client, tables[at.bounces.table], machine),
    rateCounters: dynamoRateCounters(client, tables[at.rateCounters.table]),
    imports: dynamoImports(client, tables[at.imports.table]),
    switches: dynamoSwitches(client, tables[at.switches.table]),
    audit: dynamoAudit(client, tables[at.audit.table]),
    colleagues: dynamoColleagues(client, tables[at.colleagues.table]),
    examinations: dynamoExaminations(client, tables[at.examinations.table]),
    canaryReturns: dynamoCanaryReturns(client, tables[at.canaryReturns.table]),
  };
}

export function openTickWorld(config: Config): WorldOf<'tick'> {
  return {
    ...storesOf('tick', config),
    content: contentOf(config),
    importFiles: importFilesOf(config),
    jobQueue: jobQueueOf(config),
  };
}

export async function openSendWorld(config: Config): Promise<WorldOf<'send'> & { mailer: ReturnType<typeof sesMailer> }> {
  const mailer = sesMailer({ configurationSet: config.configurationSet, domain: config.deployed?.domain, callsBy: config.callsBy });
  const tokens = await readTokens(config);
  return { ...storesOf('send', config, tokens), mailer, jobQueue: jobQueueOf(config), tokens };
}

export async function openSesEventsWorld(config: Config): Promise<WorldOf<'handleSesEvents'>> {
  return storesOf('handleSesEvents', config, await readTokens(config));
}

export async function openUnsubscribeWorld(config: Config): Promise<WorldOf<'unsubscribeByMail'>> {
  const tokens = await readTokens(config);
  return { ...storesOf('unsubscribeByMail', config, tokens), tokens };
}

export async function openPublicWorld(config: Config): Promise<WorldOf<'public'> & Pick<World, 'cards'>> {
  const tokens = await readTokens(config);
  return { ...storesOf('public', config, tokens), content: contentOf(config), cards: eventCardPng(), tokens, jobQueue: jobQueueOf(config) };
}

export async function openDeskWorld(config: Config): Promise<WorldOf<'desk'> & Pick<World, 'cards' | 'pictures'>> {
  const tokens = await readTokens(config);
  return {
    ...storesOf('desk', config, tokens),
    content: contentOf(config),
    uploads: uploadsOf(config),
    importFiles: importFilesOf(config),
    jobQueue: jobQueueOf(config),
    cards: eventCardPng(),
    pictures: wasmPictures(),
  };
}

/** Opens the desk's sign-in; `none` or optional when the configuration says so, which it may on one machine only. */
export function openSignIn({
  signIn,
  tables,
  callsBy,
}: Config): 'none' | { issuer: Issuer; sessions: Sessions; accounts: Accounts; optional?: true } {
  if (signIn === 'none') return signIn;
  const dynamo = openDynamo(callsBy);
  return {
    issuer: oidcIssuer(signIn),
    sessions: dynamoSessions(dynamo, tables[at.sessions.table]),
    // The function's own credentials, as each client of the SDK finds them.
    accounts: cognitoAccounts(signIn.pool, dynamo.config.credentials),
    ...(signIn.optional ? { optional: true } : {}),
  };
}

export function openWatchFeedWorld(config: Config): WorldOf<'watchFeed'> & Pick<World, 'pictures'> {
  return { ...storesOf('watchFeed', config), content: contentOf(config), pictures: wasmPictures() };
}

export function openDoctorWorld(config: Config): WorldOf<'doctor'> {
  return { ...storesOf('doctor', config), content: contentOf(config), jobQueue: jobQueueOf(config) };
}

/** For the certificate, which only reads. */
export function openCertifyWorld(config: Config): WorldOf<'certify'> & { eventArchive: EventArchive } {
  return { ...storesOf('certify', config), eventArchive: eventArchiveOf(config) };
}

/** For a restore, which a developer runs with their own rights: no Lambda may do all of this. */
export function openRestoreWorld(
  config: Config,
): StoredPorts & Pick<World, 'machine' | 'content'> & { eventArchive: EventArchive; sendingSwitch: SendingSwitch } {
  return {
    ...dynamoStores(openDynamo(config.callsBy), config.tables),
    machine,
    eventArchive: eventArchiveOf(config),
    content: contentOf(config),
    sendingSwitch: sesSendingSwitch(unlogged(new SESClient({})), config.configurationSet),
  };
}

const contentOf = (config: Config) => s3Content(unlogged(new S3Client({})), config.contentBucket, config.deployed);
const importFilesOf = (config: Config) => s3ImportFiles(unlogged(new S3Client({})), config.importBucket);
const uploadsOf = ({ importBucket, signIn }: Config) =>
  s3Uploads(unlogged(new S3Client({})), importBucket, signIn === 'none' || signIn.optional ? undefined : new URL(signIn.site));
const eventArchiveOf = (config: Config) => s3EventArchive(unlogged(new S3Client({})), config.eventArchiveBucket);
const jobQueueOf = (config: Config) => sqsJobQueue(unlogged(new SQSClient({})), config.queues);

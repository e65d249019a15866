// One world for each Lambda, with only what it needs, so that its bundle holds nothing else.
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SESClient } from '@aws-sdk/client-ses';
import { SQSClient } from '@aws-sdk/client-sqs';
import { dynamoAudit } from '#adapters/dynamo-audit';
import { dynamoBounces } from '#adapters/dynamo-bounces';
import { dynamoBriefing } from '#adapters/dynamo-briefing';
import { dynamoBudgets } from '#adapters/dynamo-budgets';
import { dynamoCanary } from '#adapters/dynamo-canary';
import { openDynamo } from '#adapters/dynamo-client';
import { dynamoDepartures } from '#adapters/dynamo-departures';
import { dynamoImports } from '#adapters/dynamo-imports';
import { dynamoLedger } from '#adapters/dynamo-ledger';
import { dynamoLetters } from '#adapters/dynamo-letters';
import { dynamoRegister } from '#adapters/dynamo-register';
import { dynamoSealed } from '#adapters/dynamo-sealed';
import { dynamoSessions } from '#adapters/dynamo-sessions';
import { dynamoSignups } from '#adapters/dynamo-signups';
import { dynamoSocialLedger } from '#adapters/dynamo-social-ledger';
import { dynamoSubscribers } from '#adapters/dynamo-subscribers';
import { dynamoSuppressions } from '#adapters/dynamo-suppressions';
import { dynamoSwitches } from '#adapters/dynamo-switches';
import { eventCardPng } from '#adapters/event-card-png';
import { machine } from '#adapters/machine';
import { oidcIssuer } from '#adapters/oidc-issuer';
import { s3Archive } from '#adapters/s3-archive';
import { s3Editorial } from '#adapters/s3-editorial';
import { s3ImportFiles } from '#adapters/s3-import-files';
import { secretReader } from '#adapters/secrets';
import { sesMailer } from '#adapters/ses-mailer';
import { sesSendingSwitch } from '#adapters/ses-sending-switch';
import { sqsBell } from '#adapters/sqs-bell';
import { partitions as at } from '#adapters/stores';
import { openTokens, parseTokenKeys } from '#adapters/tokens';
import type { Config } from '#config';
import type { Subscribers } from '#ports';

/** One for the process: what it has read it keeps for a while. */
export const readSecret = secretReader({ elapsed: machine.elapsed });
const readTokens = async (config: Config) => openTokens(await readSecret(config.secrets.tokens, parseTokenKeys));

/** Without tokens no ids can be made of addresses: not every Lambda may read the secret that makes them. */
export function stores(config: Config, tokens?: Awaited<ReturnType<typeof readTokens>>) {
  return { ...dynamoStores(openDynamo(), config.tables, tokens?.idOf), machine };
}

/** Everything that is kept in tables, each port in the table that functions/adapters/stores.ts says. */
export function dynamoStores(client: DynamoDBClient, tables: Config['tables'], idOf?: Subscribers['idOf']) {
  return {
    register: dynamoRegister(client, tables[at.publications.table]),
    ledger: dynamoLedger(client, tables[at.groups.table]),
    briefing: dynamoBriefing(client, tables),
    canary: dynamoCanary(client, tables[at.canary.table]),
    sealed: dynamoSealed(client, tables[at.sealed.table]),
    socialLedger: dynamoSocialLedger(client, tables[at.posts.table]),
    subscribers: dynamoSubscribers(client, tables, idOf),
    suppressions: dynamoSuppressions(client, tables[at.suppressions.table]),
    departures: dynamoDepartures(client, tables[at.departures.table]),
    signups: dynamoSignups(client, tables[at.signups.table]),
    letters: dynamoLetters(client, tables[at.letters.table]),
    bounces: dynamoBounces(client, tables[at.bounces.table], machine),
    budgets: dynamoBudgets(client, tables[at.budgets.table]),
    imports: dynamoImports(client, tables[at.imports.table]),
    switches: dynamoSwitches(client, tables[at.switches.table]),
    audit: dynamoAudit(client, tables[at.audit.table]),
  };
}

export function openTickWorld(config: Config) {
  return {
    ...stores(config),
    editorial: s3Editorial(new S3Client({}), config.contentBucket),
    importFiles: s3ImportFiles(new S3Client({}), config.importBucket),
    bell: sqsBell(new SQSClient({}), config.queues),
  };
}

export async function openSendWorld(config: Config) {
  const mailer = sesMailer({ configurationSet: config.configurationSet });
  const tokens = await readTokens(config);
  return { ...stores(config, tokens), mailer, bell: sqsBell(new SQSClient({}), config.queues), tokens };
}

export async function openHeedWorld(config: Config) {
  const tokens = await readTokens(config);
  return { ...stores(config, tokens), tokens };
}

/** For a goodbye that comes by mail. */
export async function openLeaveWorld(config: Config) {
  const tokens = await readTokens(config);
  return { ...stores(config, tokens), tokens };
}

export async function openWebWorld(config: Config) {
  const tokens = await readTokens(config);
  const bell = sqsBell(new SQSClient({}), config.queues);
  return { ...stores(config, tokens), editorial: s3Editorial(new S3Client({}), config.contentBucket), cards: eventCardPng(), tokens, bell };
}

/** The desk is the web's world, and brings in lists of people. */
export async function openDeskWorld(config: Config) {
  return { ...(await openWebWorld(config)), importFiles: s3ImportFiles(new S3Client({}), config.importBucket) };
}

/** How people sign in on the desk; `none` on one machine, as the configuration says. */
export function openSignIn({ signIn, tables }: Config) {
  if (signIn === 'none') return signIn;
  return { issuer: oidcIssuer(signIn), sessions: dynamoSessions(openDynamo(), tables[at.sessions.table]) };
}

/** For the certificate, which reads everything and changes nothing. */
export function openCertifyWorld(config: Config) {
  return { ...stores(config), archive: s3Archive(new S3Client({}), config.archiveBucket) };
}

/** For a restore, which a developer runs with rights of her own: no Lambda may do all of this. */
export function openRestoreWorld(config: Config) {
  return {
    ...openCertifyWorld(config),
    editorial: s3Editorial(new S3Client({}), config.contentBucket),
    sendingSwitch: sesSendingSwitch(new SESClient({}), config.configurationSet),
  };
}

// One world for each Lambda, with only what it needs, so that its bundle holds nothing else.
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SESClient } from '@aws-sdk/client-ses';
import { SQSClient } from '@aws-sdk/client-sqs';
import { dynamoBriefing } from '#adapters/dynamo-briefing';
import { dynamoCanary } from '#adapters/dynamo-canary';
import { openDynamo } from '#adapters/dynamo-client';
import { dynamoLedger } from '#adapters/dynamo-ledger';
import { dynamoRegister } from '#adapters/dynamo-register';
import { dynamoSealed } from '#adapters/dynamo-sealed';
import { dynamoSocialLedger } from '#adapters/dynamo-social-ledger';
import { dynamoSubscribers } from '#adapters/dynamo-subscribers';
import { dynamoSuppressions } from '#adapters/dynamo-suppressions';
import { dynamoSwitches } from '#adapters/dynamo-switches';
import { machine } from '#adapters/machine';
import { s3Archive } from '#adapters/s3-archive';
import { s3Editorial } from '#adapters/s3-editorial';
import { secretReader } from '#adapters/secrets';
import { sesMailer } from '#adapters/ses-mailer';
import { sesSendingSwitch } from '#adapters/ses-sending-switch';
import { sqsBell } from '#adapters/sqs-bell';
import { openTokens, parseTokenKeys } from '#adapters/tokens';
import { parseXKeys, xChannel } from '#adapters/x-channel';
import type { Config } from '#config';
import type { Subscribers } from '#ports';

/** One for the process: what it has read it keeps for a while. */
const readSecret = secretReader({ elapsed: machine.elapsed });
const readTokens = async (config: Config) => openTokens(await readSecret(config.secrets.tokens, parseTokenKeys));

/** Without tokens no ids can be made of addresses: not every Lambda may read the secret that makes them. */
function stores(config: Config, tokens?: Awaited<ReturnType<typeof readTokens>>) {
  return { ...dynamoStores(openDynamo(), config.tables, tokens?.idOf), machine };
}

/** Everything that is kept in the five tables. */
export function dynamoStores(client: DynamoDBClient, tables: Config['tables'], idOf?: Subscribers['idOf']) {
  return {
    register: dynamoRegister(client, tables.register),
    ledger: dynamoLedger(client, tables.ledger),
    briefing: dynamoBriefing(client, tables),
    canary: dynamoCanary(client, tables.ledger),
    sealed: dynamoSealed(client, tables.ledger),
    socialLedger: dynamoSocialLedger(client, tables.ledger),
    subscribers: dynamoSubscribers(client, tables, idOf),
    suppressions: dynamoSuppressions(client, tables.suppressions),
    switches: dynamoSwitches(client, tables.switches),
  };
}

export function openTickWorld(config: Config) {
  return {
    ...stores(config),
    editorial: s3Editorial(new S3Client({}), config.contentBucket),
    bell: sqsBell(new SQSClient({}), config.queues),
  };
}

export async function openSendWorld(config: Config) {
  const mailer = sesMailer({ configurationSet: config.configurationSet });
  const tokens = await readTokens(config);
  return { ...stores(config, tokens), mailer, bell: sqsBell(new SQSClient({}), config.queues), tokens };
}

export function openPostWorld(config: Config) {
  const channel = xChannel({ readKeys: () => readSecret(config.secrets.x, parseXKeys), loopbackPort: config.xLoopbackPort });
  return { ...stores(config), editorial: s3Editorial(new S3Client({}), config.contentBucket), channel };
}

export async function openHeedWorld(config: Config) {
  const tokens = await readTokens(config);
  return { ...stores(config, tokens), tokens };
}

export async function openWebWorld(config: Config) {
  const tokens = await readTokens(config);
  return { ...stores(config, tokens), editorial: s3Editorial(new S3Client({}), config.contentBucket), tokens };
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

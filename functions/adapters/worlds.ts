// One world for each Lambda, with only what it needs, so that its bundle holds nothing else.
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { openDynamo } from '#adapters/dynamo-client';
import { dynamoLedger } from '#adapters/dynamo-ledger';
import { dynamoRegister } from '#adapters/dynamo-register';
import { dynamoSealed } from '#adapters/dynamo-sealed';
import { dynamoSocialLedger } from '#adapters/dynamo-social-ledger';
import { dynamoSubscribers } from '#adapters/dynamo-subscribers';
import { dynamoSuppressions } from '#adapters/dynamo-suppressions';
import { dynamoSwitches } from '#adapters/dynamo-switches';
import { machine } from '#adapters/machine';
import { s3Editorial } from '#adapters/s3-editorial';
import { secretReader } from '#adapters/secrets';
import { sesMailer } from '#adapters/ses-mailer';
import { sqsBell } from '#adapters/sqs-bell';
import { openTokens, parseTokenKeys } from '#adapters/tokens';
import { parseXKeys, xChannel } from '#adapters/x-channel';
import type { Config } from '#config';

const secrets = () => secretReader({ elapsed: machine.elapsed });
const readTokens = async (config: Config) => openTokens(await secrets()(config.secrets.tokens, parseTokenKeys));

function stores(config: Config) {
  const client = openDynamo();
  const { tables } = config;
  return {
    register: dynamoRegister(client, tables.register),
    ledger: dynamoLedger(client, tables.ledger),
    sealed: dynamoSealed(client, tables.ledger),
    socialLedger: dynamoSocialLedger(client, tables.ledger),
    subscribers: dynamoSubscribers(client, tables),
    suppressions: dynamoSuppressions(client, tables.suppressions),
    switches: dynamoSwitches(client, tables.switches),
    machine,
  };
}

export function openTickWorld(config: Config) {
  return { ...stores(config), editorial: s3Editorial(new S3Client({}), config.contentBucket), bell: sqsBell(new SQSClient({}), config.queues) };
}

export async function openSendWorld(config: Config) {
  const mailer = sesMailer({ configurationSet: config.configurationSet });
  return { ...stores(config), mailer, bell: sqsBell(new SQSClient({}), config.queues), tokens: await readTokens(config) };
}

export function openPostWorld(config: Config) {
  const channel = xChannel({ readKeys: () => secrets()(config.secrets.x, parseXKeys), loopbackPort: config.xLoopbackPort });
  return { ...stores(config), editorial: s3Editorial(new S3Client({}), config.contentBucket), channel };
}

export async function openHeedWorld(config: Config) {
  return { ...stores(config), tokens: await readTokens(config) };
}

export async function openWebWorld(config: Config) {
  return { ...stores(config), editorial: s3Editorial(new S3Client({}), config.contentBucket), tokens: await readTokens(config) };
}

// bundle.test.ts bundles this file as a handler: each client that a Lambda uses makes a call that is answered and one that is refused.
import { ConditionalCheckFailedException, DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient, ResourceNotFoundException as NoFunction } from '@aws-sdk/client-lambda';
import { GetObjectCommand, ListObjectsV2Command, NoSuchKey, S3Client } from '@aws-sdk/client-s3';
import { GetSecretValueCommand, ResourceNotFoundException, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { MessageRejected, SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { QueueDoesNotExist, SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { TwitterApi } from 'twitter-api-v2';
import twitter from 'twitter-text';

const dynamo = new DynamoDBClient({});
const s3 = new S3Client({ forcePathStyle: true });
const secrets = new SecretsManagerClient({});
const ses = new SESClient({ maxAttempts: 1 });
const sqs = new SQSClient({});
const lambda = new LambdaClient({ maxAttempts: 1 });

async function refusal<E extends Error>(kind: new (...all: never[]) => E, call: Promise<unknown>): Promise<E> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof kind) return error;
  throw new Error(`Expected ${kind.name}, found ${String(error)}`);
}

const object = { Bucket: 'content', Key: 'newsroom.yaml' };
const key = { pk: { S: 'a' }, sk: { S: 'b' } };
const mail = { RawMessage: { Data: Buffer.from('Subject: hello\r\n\r\nhello') } };
const job = { QueueUrl: `${process.env.AWS_ENDPOINT_URL}/000000000000/send`, Entries: [{ Id: 'one', MessageBody: 'job' }] };

const answers = {
  dynamo: (await dynamo.send(new GetItemCommand({ TableName: 'ledger', Key: key }))).Item,
  s3: await (await s3.send(new GetObjectCommand(object))).Body?.transformToString(),
  list: (await s3.send(new ListObjectsV2Command({ Bucket: 'content' }))).Contents?.map(({ Key }) => Key),
  secrets: (await secrets.send(new GetSecretValueCommand({ SecretId: 'tokens' }))).SecretString,
  ses: (await ses.send(new SendRawEmailCommand(mail))).MessageId,
  sqs: (await sqs.send(new SendMessageBatchCommand(job))).Successful?.map(({ MessageId }) => MessageId),
  lambda: (await lambda.send(new InvokeCommand({ FunctionName: 'check-links' }))).Payload?.transformToString(),
  x: typeof new TwitterApi({ appKey: 'a', appSecret: 'b', accessToken: 'c', accessSecret: 'd' }).v2.tweet,
  count: twitter.parseTweet('Läs https://example.org/a-long-page-of-words').weightedLength,
};

const refused = { ...object, Key: 'refused' };
const refusals = {
  dynamo: (await refusal(ConditionalCheckFailedException, dynamo.send(new PutItemCommand({ TableName: 'refused', Item: key })))).Item,
  s3: (await refusal(NoSuchKey, s3.send(new GetObjectCommand(refused)))).name,
  secrets: (await refusal(ResourceNotFoundException, secrets.send(new GetSecretValueCommand({ SecretId: 'refused' })))).name,
  ses: (await refusal(MessageRejected, ses.send(new SendRawEmailCommand({ ...mail, Source: 'refused@example.org' })))).name,
  sqs: (await refusal(QueueDoesNotExist, sqs.send(new SendMessageBatchCommand({ ...job, QueueUrl: `${job.QueueUrl}-refused` })))).name,
  lambda: (await refusal(NoFunction, lambda.send(new InvokeCommand({ FunctionName: 'refused' })))).name,
};

/** Node's own modules that were loaded for all this. */
const { moduleLoadList: loaded } = process as unknown as { moduleLoadList: string[] };
process.stdout.write(JSON.stringify({ answers, refusals, loaded }));

// For `npm run check:aws`: other engines than the emulators of this machine answer instead. Each start finds them empty.

import { DeleteTableCommand, DynamoDBClient, paginateListTables, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Loopback } from '#local/stand-ins/loopback';

/** The environment variables that name them. */
export const OTHER_DYNAMO = 'CHECK_DYNAMO_URL';
/** Everything but SES: an address of moto, which can be emptied in one call. */
export const OTHER_AWS = 'CHECK_AWS_URL';

type Access = { region: string; credentials: { accessKeyId: string; secretAccessKey: string } };

/** Returns the other engine of DynamoDB, emptied, if there is one. */
export async function otherDynamo(access: Access): Promise<Loopback | undefined> {
  const url = process.env[OTHER_DYNAMO];
  if (!url) return undefined;
  const client = new DynamoDBClient({ endpoint: url, ...access });
  for await (const { TableNames = [] } of paginateListTables({ client }, {})) {
    for (const TableName of TableNames) {
      await client.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: false })).catch(() => undefined);
      await client.send(new DeleteTableCommand({ TableName }));
    }
  }
  client.destroy();
  return { url, port: Number(new URL(url).port), stop: async () => undefined };
}

/** What the emulators of SQS, SNS and S3 provide. `queues`: each with its dead letters. */
type Wanted = {
  queues: { name: string; attributes: Record<string, string>; tries: number }[];
  topic: { name: string; queue: string };
  buckets: string[];
};

/** Sets up the other engine of SQS, SNS and S3, if there is one. Returns the addresses that it gave. */
export async function otherQueues(
  access: Access,
  { queues, topic, buckets }: Wanted,
): Promise<{ url: string; queueUrl(name: string): string; topicArn: string } | undefined> {
  const endpoint = process.env[OTHER_AWS];
  if (!endpoint) return undefined;
  await fetch(`${endpoint}/moto-api/reset`, { method: 'POST' });
  const [sqs, sns, s3] = [
    new SQSClient({ endpoint, ...access }),
    new SNSClient({ endpoint, ...access }),
    new S3Client({ endpoint, ...access }),
  ];
  const urls = new Map<string, string>();
  const make = async (name: string, attributes: Record<string, string>): Promise<string> => {
    const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes: attributes }));
    urls.set(name, QueueUrl);
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
    return Attributes?.QueueArn ?? '';
  };
  const arns = new Map<string, string>();
  for (const { name, attributes, tries } of queues) {
    const deadLetterTargetArn = await make(`${name}-dead`, {});
    arns.set(name, await make(name, { ...attributes, RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: tries }) }));
  }
  const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name: topic.name }));
  const Endpoint = arns.get(topic.queue);
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint, Attributes: { RawMessageDelivery: 'true' } }));
  for (const Bucket of buckets)
    await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-west-2' } }));
  for (const client of [sqs, sns, s3]) client.destroy();
  return { url: endpoint, queueUrl: (name) => urls.get(name) ?? '', topicArn: TopicArn };
}

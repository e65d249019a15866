// The loop that people write first, as a Lambda of its own, with the same SDKs, bundled in the same way: for each reader the
// template is compiled and filled, a row is put, SES is called, the row is updated. It claims nothing and survives no crash.
import { readFileSync } from 'node:fs';
import { DynamoDBClient, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { openTokens, parseTokenKeys } from '#adapters/identity/tokens';
import { environmentNames } from '#config';
import { type NaiveTemplate, naiveMail } from './naive-mail.ts';
import type { Reader } from './week.ts';

export type NaiveJob = { publication: string; readers: Reader[]; width: number };

const ses = new SESClient({});
const dynamo = new DynamoDBClient({});
const template: NaiveTemplate = JSON.parse(readFileSync(process.env.NAIVE_TEMPLATE ?? '', 'utf8'));
const tokens = openTokens(parseTokenKeys(JSON.parse(readFileSync(process.env.NAIVE_SECRETS ?? '', 'utf8'))['newsroom/tokens']));
const TableName = process.env[environmentNames.tableLedger];

export async function handler({ publication, readers, width }: NaiveJob): Promise<void> {
  const waiting = readers.values();
  const lane = async () => {
    for (const reader of waiting) await mail(publication, reader);
  };
  await Promise.all(Array.from({ length: width }, lane));
}

async function mail(publication: string, { address, name }: Reader): Promise<void> {
  const id = tokens.idOf(address);
  const message = naiveMail(template, {
    address,
    name,
    unsubscribe: `${template.site}/u/${tokens.sign('unsubscribe', id)}`,
    preferences: `${template.site}/p/${tokens.sign('preferences', id)}`,
  });
  const key = { pk: { S: `NAIVE#${publication}` }, sk: { S: id } };
  await dynamo.send(new PutItemCommand({ TableName, Item: { ...key, status: { S: 'sending' } } }));
  const { MessageId = '' } = await ses.send(
    new SendRawEmailCommand({
      Destinations: [address],
      RawMessage: { Data: message },
      ConfigurationSetName: process.env[environmentNames.configurationSet],
    }),
  );
  await dynamo.send(
    new UpdateItemCommand({
      TableName,
      Key: key,
      UpdateExpression: 'SET #status = :sent, receipt = :receipt',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: { ':sent': { S: 'sent' }, ':receipt': { S: MessageId } },
    }),
  );
}

// The loop that people write first, as a Lambda with the same SDKs and bundling. For each reader it compiles and fills the template,
// puts a row, calls SES and updates the row. It claims nothing, and after a crash it would send mails twice.
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

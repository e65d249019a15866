// What the loops that people write have in common: who signs their links, and the row that each writes before and after the call.
import { readFileSync } from 'node:fs';
import { DynamoDBClient, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { openTokens, parseTokenKeys } from '#adapters/identity/tokens';
import { environmentNames } from '#config';
import { NAIVE_ROWS, type NaiveReader, type NaiveTemplate } from './naive-mail.ts';
import type { Reader } from './week.ts';

const dynamo = new DynamoDBClient({});
const tokens = openTokens(parseTokenKeys(JSON.parse(readFileSync(process.env.NAIVE_SECRETS ?? '', 'utf8'))['newsroom/tokens']));
const TableName = process.env[environmentNames.tableLedger];

export const template: NaiveTemplate = JSON.parse(readFileSync(process.env.NAIVE_TEMPLATE ?? '', 'utf8'));
export const configurationSet: string | undefined = process.env[environmentNames.configurationSet];

/** Writes the reader's row, makes the one call, and writes the receipt into the row. Without a claim: a crash in between mails twice. */
export async function sendNaively(
  publication: string,
  { address, name }: Reader,
  call: (reader: NaiveReader) => Promise<string>,
): Promise<void> {
  const id = tokens.idOf(address);
  const unsubscribe = `${template.site}/u/${tokens.sign('unsubscribe', id)}`;
  const preferences = `${template.site}/p/${tokens.sign('preferences', id)}`;
  const key = { pk: { S: NAIVE_ROWS + publication }, sk: { S: id } };
  await dynamo.send(new PutItemCommand({ TableName, Item: { ...key, status: { S: 'sending' } } }));
  const receipt = await call({ address, name, unsubscribe, preferences });
  await dynamo.send(
    new UpdateItemCommand({
      TableName,
      Key: key,
      UpdateExpression: 'SET #status = :sent, receipt = :receipt',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: { ':sent': { S: 'sent' }, ':receipt': { S: receipt } },
    }),
  );
}

/** Works on all readers, `width` of them at once. */
export async function inLanes(readers: readonly Reader[], width: number, work: (reader: Reader) => Promise<void>): Promise<void> {
  const waiting = readers.values();
  const lane = async () => {
    for (const reader of waiting) await work(reader);
  };
  await Promise.all(Array.from({ length: width }, lane));
}

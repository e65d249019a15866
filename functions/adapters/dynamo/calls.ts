// The DynamoDB calls that all stores share. Every read is consistent.
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { Item } from '#adapters/dynamo/item';

export type Key = { pk: AttributeValue; sk: AttributeValue };

export const key = (pk: string, sk = '-'): Key => ({ pk: { S: pk }, sk: { S: sk } });

export async function getItem(client: DynamoDBClient, table: string, at: Key): Promise<Item | undefined> {
  const answer = await client.send(new GetItemCommand({ TableName: table, Key: at, ConsistentRead: true }));
  return answer.Item;
}

/** Yields all items of a partition in the order of their sort keys, page by page. `more` narrows the query. */
export async function* queryItems(
  client: DynamoDBClient,
  table: string,
  pk: string,
  more: Partial<QueryCommandInput> = {},
): AsyncGenerator<Item> {
  let start: Item | undefined;
  do {
    const answer = await client.send(
      new QueryCommand({
        TableName: table,
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :pk',
        ...more,
        ExpressionAttributeValues: { ':pk': { S: pk }, ...more.ExpressionAttributeValues },
        ...(start ? { ExclusiveStartKey: start } : {}),
      }),
    );
    yield* answer.Items ?? [];
    start = answer.LastEvaluatedKey;
  } while (start);
}

export async function allItems(client: DynamoDBClient, table: string, pk: string): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of queryItems(client, table, pk)) items.push(item);
  return items;
}

/**
 * Writes the item unless its key exists. When the SDK repeats a call whose response was lost, `exists` can mean "written by this call".
 * That is harmless for every caller: either all writers write the same item under a key, or the first one wins.
 */
export async function putIfAbsent(client: DynamoDBClient, table: string, item: Item): Promise<'added' | 'exists'> {
  const put = new PutItemCommand({ TableName: table, Item: item, ConditionExpression: 'attribute_not_exists(pk)' });
  return (await ifCondition(client.send(put))) ? 'added' : 'exists';
}

/** Returns false when the write's condition failed. @throws any other error of the write. */
export async function ifCondition(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/** Returns an item's sort key. @throws when it has none. */
export function sortKey(item: Item): string {
  const sk = item.sk?.S;
  if (sk === undefined) throw new Error('A stored item is damaged: it has no sort key.');
  return sk;
}

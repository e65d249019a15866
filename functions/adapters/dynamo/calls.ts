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

/** All items of one partition in the order of their sort keys, consistently, page by page. `more` narrows the query. */
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
 * Whether the item was absent and is now written. The SDK may repeat a call whose answer was lost, and then `exists` can mean
 * "written by this very call": harmless for all who use it, since an item under a key is the same whoever writes it, or first come first served.
 */
export async function putIfAbsent(client: DynamoDBClient, table: string, item: Item): Promise<'added' | 'exists'> {
  const put = new PutItemCommand({ TableName: table, Item: item, ConditionExpression: 'attribute_not_exists(pk)' });
  return (await ifCondition(client.send(put))) ? 'added' : 'exists';
}

/** False when the write's condition did not hold; any other error is the caller's. */
export async function ifCondition(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/** The text key of an item, for those whose key says what they are. */
export function sortKey(item: Item): string {
  const sk = item.sk?.S;
  if (sk === undefined) throw new Error('A stored item is damaged: it has no sort key.');
  return sk;
}

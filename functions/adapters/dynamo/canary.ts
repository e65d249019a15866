// Stores when the newest canary was sent and when one came back, in the ledger table.
import { type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { Temporal } from 'temporal-polyfill';
import { allItems, ifCondition, key, sortKey } from '#adapters/dynamo/calls';
import { instant } from '#adapters/dynamo/item';
import { partitions } from '#adapters/stores';
import type { Canary } from '#ports';

const PARTITION = partitions.canary.key;

/** One item for each of the two moments. Its condition refuses a write that would move it back. */
export function dynamoCanary(client: DynamoDBClient, table: string): Canary {
  const record = async (which: 'sent' | 'back', at: Temporal.Instant): Promise<void> => {
    // Compared as a number: the text of an instant drops trailing zeros, so it does not sort by time.
    const stamp = { N: String(at.epochMilliseconds) };
    const put = new PutItemCommand({
      TableName: table,
      Item: { ...key(PARTITION, which), at: instant.write(at), stamp },
      ConditionExpression: 'attribute_not_exists(pk) OR stamp < :stamp',
      ExpressionAttributeValues: { ':stamp': stamp },
    });
    await ifCondition(client.send(put));
  };
  return {
    async proof() {
      const items = await allItems(client, table, PARTITION);
      const proof = new Map(items.map((item) => [sortKey(item), item.at && instant.read(item.at, 'canary')]));
      const [sent, back] = [proof.get('sent'), proof.get('back')];
      return { ...(sent ? { sent } : {}), ...(back ? { back } : {}) };
    },
    recordSent: (at) => record('sent', at),
    recordBack: (at) => record('back', at),
  };
}

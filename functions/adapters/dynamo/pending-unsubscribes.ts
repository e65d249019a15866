// Stores pending unsubscribes in the suppressions table. Partition and attribute (`DEPARTURES`, `suspect`) are older than the words.
import { DeleteItemCommand, type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { allItems, ifCondition, key, putIfAbsent } from '#adapters/dynamo/calls';
import { flag, id, instant, record, storedAs, text } from '#adapters/dynamo/item';
import { partitions } from '#adapters/stores';
import type { PendingUnsubscribe } from '#core/subscriber/pending-unsubscribe';
import type { SubscriberId } from '#core/subscriber/subscriber';
import type { PendingUnsubscribes } from '#ports';

const pendingFields = record<PendingUnsubscribe>(
  { id: id<SubscriberId>(), at: instant, network: text, inBurst: storedAs('suspect', flag) },
  {},
);

// All items are in one partition, which every tick reads; it is empty except for some minutes after an unsubscribe. The stack permits
// deleting in this partition only, not the suppressions beside it.
const PARTITION = partitions.pendingUnsubscribes.key;

export function dynamoPendingUnsubscribes(client: DynamoDBClient, table: string): PendingUnsubscribes {
  const itemOf = (pending: PendingUnsubscribe) => ({ ...key(PARTITION, pending.id), ...pendingFields.write(pending) });
  return {
    record: async (pending) => void (await putIfAbsent(client, table, itemOf(pending))),
    open: async () => (await allItems(client, table, PARTITION)).map((item) => pendingFields.read(item, 'pending unsubscribe')),
    async markInBurst(pending) {
      const put = new PutItemCommand({
        TableName: table,
        Item: itemOf({ ...pending, inBurst: true }),
        ConditionExpression: 'attribute_exists(pk)',
      });
      await ifCondition(client.send(put));
    },
    async close(subscriber) {
      await client.send(new DeleteItemCommand({ TableName: table, Key: key(PARTITION, subscriber) }));
    },
  };
}

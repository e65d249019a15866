import { DeleteItemCommand, type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { allItems, ifCondition, key, putIfAbsent } from '#adapters/dynamo-calls';
import { flag, id, instant, record, text } from '#adapters/dynamo-item';
import { partitions } from '#adapters/stores';
import type { Departure } from '#core/departure';
import type { SubscriberId } from '#core/subscriber';
import type { Departures } from '#ports';

const departureFields = record<Departure>({ id: id<SubscriberId>(), at: instant, network: text, suspect: flag }, {});

// All in one partition, which is empty but for some minutes after somebody leaves: every tick reads it. The stack's permission to
// delete holds for this partition only, and not for the suppressions beside it.
const PARTITION = partitions.departures.key;

export function dynamoDepartures(client: DynamoDBClient, table: string): Departures {
  const itemOf = (departure: Departure) => ({ ...key(PARTITION, departure.id), ...departureFields.write(departure) });
  return {
    note: async (departure) => void (await putIfAbsent(client, table, itemOf(departure))),
    open: async () => (await allItems(client, table, PARTITION)).map((item) => departureFields.read(item, 'departure')),
    async suspect(departure) {
      const put = new PutItemCommand({
        TableName: table,
        Item: itemOf({ ...departure, suspect: true }),
        ConditionExpression: 'attribute_exists(pk)',
      });
      await ifCondition(client.send(put));
    },
    async close(subscriber) {
      await client.send(new DeleteItemCommand({ TableName: table, Key: key(PARTITION, subscriber) }));
    },
  };
}

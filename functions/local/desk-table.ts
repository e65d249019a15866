import { DeleteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { allItems, key, putIfAbsent, sortKey } from '#adapters/dynamo-calls';
import { partitions } from '#adapters/stores';
import { LOCAL_AWS } from '#local/dynamo-emulator';

/**
 * A data folder of an older release has sessions and the audit log among the switches: they are copied into the table of the desk, and
 * only then taken away, so that a start that breaks off loses nothing and the next one goes on.
 */
export async function moveToDeskTable(endpoint: string, tables: { switches: string; desk: string }): Promise<void> {
  const client = new DynamoDBClient({ endpoint, ...LOCAL_AWS });
  for (const { key: pk } of [partitions.audit, partitions.sessions]) {
    for (const item of await allItems(client, tables.switches, pk)) {
      await putIfAbsent(client, tables.desk, item);
      await client.send(new DeleteItemCommand({ TableName: tables.switches, Key: key(pk, sortKey(item)) }));
    }
  }
  client.destroy();
}

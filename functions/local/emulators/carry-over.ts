import { DeleteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { allItems, key, putIfAbsent, sortKey } from '#adapters/dynamo/calls';
import type { Item } from '#adapters/dynamo/item';
import { type Partition, partitions } from '#adapters/stores';
import { LOCAL_AWS } from '#local/emulators/dynamo-emulator';

/** Items that an older release stored in the switches table, and where this release stores them. */
const MOVES: { from: string; to: Partition; isIt(name: string): boolean }[] = [
  { from: 'AUDIT', to: partitions.audit, isIt: () => true },
  { from: 'SESSIONS', to: partitions.sessions, isIt: () => true },
  { from: 'SWITCH', to: partitions.decisions, isIt: (name) => /^(approval|cancel)#/.test(name) },
];

/**
 * Moves the items of an older release's data folder to their present partitions. Each item is copied before it is deleted, so a start
 * that breaks off loses nothing and the next one continues.
 */
export async function carryOver(endpoint: string, tables: { switches: string; desk: string }): Promise<void> {
  const client = new DynamoDBClient({ endpoint, ...LOCAL_AWS });
  for (const { from, to, isIt } of MOVES) {
    const table = to.table === 'desk' ? tables.desk : tables.switches;
    const moved = (await allItems(client, tables.switches, from)).filter((item) => isIt(sortKey(item)));
    for (const item of moved) {
      const copy: Item = { ...item, ...key(to.key, sortKey(item)) };
      await putIfAbsent(client, table, copy);
      await client.send(new DeleteItemCommand({ TableName: tables.switches, Key: key(from, sortKey(item)) }));
    }
  }
  client.destroy();
}

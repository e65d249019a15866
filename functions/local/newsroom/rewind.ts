import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BatchWriteItemCommand, DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { emptyTable, LOCAL_AWS, startDynamo } from '#local/emulators/dynamo-emulator';

/** The most items that BatchWriteItem takes. */
const BATCH = 25;

/** Replaces the items of `tables` at `endpoint` by those of the backup's `dynamo` folder. The backup is not changed. */
export async function rewindTables(client: DynamoDBClient, endpoint: string, backup: string, tables: string[]): Promise<void> {
  const copy = await mkdtemp(join(tmpdir(), 'newsroom-rewind-'));
  await cp(join(backup, 'dynamo'), copy, { recursive: true });
  const dynamo = await startDynamo(copy);
  const from = new DynamoDBClient({ endpoint: dynamo.url, ...LOCAL_AWS });
  try {
    for (const table of tables) {
      await emptyTable(endpoint, table);
      for await (const { Items = [] } of paginateScan({ client: from }, { TableName: table })) {
        for (let start = 0; start < Items.length; start += BATCH) {
          const puts = Items.slice(start, start + BATCH).map((Item) => ({ PutRequest: { Item } }));
          await client.send(new BatchWriteItemCommand({ RequestItems: { [table]: puts } }));
        }
      }
    }
  } finally {
    from.destroy();
    await dynamo.stop();
    await rm(copy, { recursive: true, force: true });
  }
}

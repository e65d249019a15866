import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { CreateTableCommand, DescribeTableCommand, DynamoDBClient, ResourceInUseException } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';

/** What an SDK client needs to believe that it speaks to AWS; the emulators look at neither. */
export const LOCAL_AWS = { region: 'eu-west-2', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };

export type LocalDynamo = { url: string; stop(): Promise<void> };

/** DynamoDB in this process, on loopback and a free port: in memory, or in a folder that no other process may have open. */
export async function startDynamo(path?: string): Promise<LocalDynamo> {
  if (path) mkdirSync(path, { recursive: true });
  // A table that is being created when the process dies would be "being created" for ever: creating takes no time.
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0, ...(path ? { path } : {}) });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The local DynamoDB has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    stop: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

/** Makes each table with its `pk` and `sk`, unless it is there from an earlier start. */
export async function createTables(endpoint: string, tables: string[]): Promise<void> {
  const client = new DynamoDBClient({ endpoint, ...LOCAL_AWS });
  for (const table of tables) {
    const create = new CreateTableCommand({
      TableName: table,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    });
    await client.send(create).catch((error: unknown) => {
      if (!(error instanceof ResourceInUseException)) throw error;
    });
    await untilActive(client, table);
  }
  client.destroy();
}

/** Even at once is not at once: for an answer or two a new table is not there yet. */
async function untilActive(client: DynamoDBClient, table: string): Promise<void> {
  for (let look = 0; look < 100; look += 1) {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: table }));
    if (Table?.TableStatus === 'ACTIVE') return;
  }
  throw new Error(`The local table ${table} was being made when an earlier start died. Start with --fresh to begin anew.`);
}

import { mkdirSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ResourceInUseException,
  ResourceNotFoundException,
} from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { otherDynamo } from '#local/emulators/other-engines';
import { type Loopback, openOnLoopback } from '#local/stand-ins/loopback';

/** An SDK client requires a region and credentials. The emulators check neither. */
export const LOCAL_AWS = { region: 'eu-west-2', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };

/** Starts DynamoDB in this process, on a free loopback port: in memory, or in a folder that no other process may have open. */
export async function startDynamo(path?: string): Promise<Loopback> {
  const other = await otherDynamo(LOCAL_AWS);
  if (other) return other;
  if (path) mkdirSync(path, { recursive: true });
  // Creating takes no time: a table that is being created when the process dies would stay "being created" for ever.
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0, ...(path ? { path } : {}) });
  return openOnLoopback(server);
}

/** Creates each table with its `pk` and `sk`, unless an earlier start has. @throws when a table does not become active. */
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
    if (!(await comesTo(client, table, 'ACTIVE')))
      throw new Error(`The local table ${table} was being made when an earlier start died. Start with --fresh to begin anew.`);
  }
  client.destroy();
}

/** Deletes and recreates the table. It may be missing, if an earlier try died between the two. @throws when it does not go away. */
export async function emptyTable(endpoint: string, table: string): Promise<void> {
  await createTables(endpoint, [table]);
  const client = new DynamoDBClient({ endpoint, ...LOCAL_AWS });
  await client.send(new DeleteTableCommand({ TableName: table }));
  if (!(await comesTo(client, table, undefined))) throw new Error(`The local table ${table} could not be emptied. Try again.`);
  client.destroy();
  await createTables(endpoint, [table]);
}

/**
 * Polls until the table has `status` (undefined: does not exist), which takes an answer or two even at 0 ms. False after 1,000 polls,
 * 5 ms apart.
 */
async function comesTo(client: DynamoDBClient, table: string, status: 'ACTIVE' | undefined): Promise<boolean> {
  for (let look = 0; look < LOOKS; look += 1) {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: table })).catch((error: unknown) => {
      if (!(error instanceof ResourceNotFoundException)) throw error;
      return { Table: undefined };
    });
    if (Table?.TableStatus === status) return true;
    await setTimeout(LOOK_MS);
  }
  return false;
}

const LOOKS = 1_000;
const LOOK_MS = 5;

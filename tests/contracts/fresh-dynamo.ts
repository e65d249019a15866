import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll } from 'vitest';
import { openDynamo } from '#adapters/dynamo/client';
import { createTables, LOCAL_AWS, startDynamo } from '#local/emulators/dynamo-emulator';
import type { Loopback } from '#local/stand-ins/loopback';

/** Starts one DynamoDB emulator for a test file. Each call of `table` returns the name of a new, empty table. */
export function freshDynamo(): { table(): Promise<string>; client(): DynamoDBClient; url(): string } {
  let dynamo: Loopback;
  let client: DynamoDBClient;
  let tables = 0;
  beforeAll(async () => {
    dynamo = await startDynamo();
    client = openDynamo(undefined, { endpoint: dynamo.url, ...LOCAL_AWS });
  });
  afterAll(async () => {
    client.destroy();
    await dynamo.stop();
  });
  return {
    client: () => client,
    url: () => dynamo.url,
    async table() {
      tables += 1;
      await createTables(dynamo.url, [`table-${tables}`]);
      return `table-${tables}`;
    },
  };
}

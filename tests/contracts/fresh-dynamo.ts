import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll } from 'vitest';
import { createTables, LOCAL_AWS, type LocalDynamo, startDynamo } from '#local/emulators/dynamo-emulator';

/** One emulator for a test file, and a table of its own for whoever asks. */
export function freshDynamo(): { table(): Promise<string>; client(): DynamoDBClient; url(): string } {
  let dynamo: LocalDynamo;
  let client: DynamoDBClient;
  let tables = 0;
  beforeAll(async () => {
    dynamo = await startDynamo();
    client = new DynamoDBClient({ endpoint: dynamo.url, ...LOCAL_AWS });
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

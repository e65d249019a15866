import { BatchGetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { readChunk } from '#adapters/dynamo/audience-chunk';
import { chunkKey } from '#adapters/dynamo/ledger';
import { publicationKey, readPublication } from '#adapters/dynamo/publications';
import { readSwitches, switchKeys } from '#adapters/dynamo/switches';
import type { SendContextReader } from '#ports';

/** The record, the head and the switches in one call over three tables. */
export function dynamoSendContext(
  client: DynamoDBClient,
  tables: { publications: string; ledger: string; switches: string },
): SendContextReader {
  return {
    async read(publication, chunk) {
      const { Responses = {}, UnprocessedKeys = {} } = await client.send(
        new BatchGetItemCommand({
          RequestItems: {
            [tables.publications]: { Keys: [publicationKey(publication)], ConsistentRead: true },
            [tables.ledger]: { Keys: [chunkKey(publication, chunk)], ConsistentRead: true },
            [tables.switches]: { Keys: switchKeys(publication, 'email'), ConsistentRead: true },
          },
        }),
      );
      // What could not be read may be what stops us.
      if (Object.keys(UnprocessedKeys).length > 0) throw new Error('The briefing could not be read whole. The next ring tries again.');
      const [record] = Responses[tables.publications] ?? [];
      const [audienceChunk] = Responses[tables.ledger] ?? [];
      const { paused, cancelled } = readSwitches(Responses[tables.switches] ?? [], publication, 'email');
      return {
        ...(record ? { record: readPublication(record) } : {}),
        ...(audienceChunk ? { audienceChunk: readChunk(audienceChunk) } : {}),
        ...(paused === undefined ? {} : { paused }),
        ...(cancelled ? { cancelled } : {}),
      };
    },
  };
}

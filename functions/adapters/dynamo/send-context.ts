import { BatchGetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { readChunk } from '#adapters/dynamo/audience-chunk';
import { chunkKey } from '#adapters/dynamo/ledger';
import { publicationKey, readPublication } from '#adapters/dynamo/publications';
import { readSwitches, switchKeys } from '#adapters/dynamo/switches';
import type { SendContextReader } from '#ports';

/** Reads the publication, the audience chunk and the switches in one call over three tables. */
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
      // An unread switch may be the one that stops sending.
      if (Object.keys(UnprocessedKeys).length > 0) throw new Error('The send context could not all be read. The next job tries again.');
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

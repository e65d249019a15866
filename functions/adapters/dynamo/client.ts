import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { unlogged } from '#adapters/unlogged';

/**
 * Opens the DynamoDB client of a Lambda. The SDK's retries are safe here, because every write is conditional or idempotent.
 * A call without a response ends after 3 s and is retried, well within the 10 s that the read before sending stays fresh.
 */
export function openDynamo(): DynamoDBClient {
  return unlogged(new DynamoDBClient({ requestHandler: { requestTimeout: 3000, connectionTimeout: 1000, throwOnRequestTimeout: true } }));
}

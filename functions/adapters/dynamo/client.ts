import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/**
 * The one client of a Lambda. The SDK's own retries are right here: every write is conditional or idempotent.
 * An unanswered call is given up after 3 s and tried again, well within the 10 s that a read before sending stays fresh.
 */
export function openDynamo(): DynamoDBClient {
  return new DynamoDBClient({ requestHandler: { requestTimeout: 3000, connectionTimeout: 1000, throwOnRequestTimeout: true } });
}

import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { openAgents } from '#adapters/aws/post-once';
import { withOwnRequests } from '#adapters/dynamo/own-requests';
import { unlogged } from '#adapters/unlogged';
import type { Config } from '#config';

type Where = Pick<DynamoDBClientConfig, 'endpoint' | 'region' | 'credentials'>;

/**
 * Opens the DynamoDB client of a Lambda. The SDK's retries are safe here, because every write is conditional or idempotent.
 * A call without a response ends after 3 s and is retried, well within the 10 s that the read before sending stays fresh.
 * `callsBy`: `sdk` leaves each call to the SDK, instead of a cheaper request of ours that is the same. `where`: where the tables are.
 */
export function openDynamo(callsBy?: Config['callsBy'], where: Where = {}): DynamoDBClient {
  const agents = openAgents();
  const limits = { connectMs: 1000, silenceMs: 3000, timeoutMs: 10_000 };
  const requestHandler = {
    ...agents,
    requestTimeout: limits.silenceMs,
    connectionTimeout: limits.connectMs,
    throwOnRequestTimeout: true,
  };
  const client = unlogged(new DynamoDBClient({ ...where, requestHandler }));
  return callsBy === 'sdk' ? client : withOwnRequests(client, agents, limits);
}

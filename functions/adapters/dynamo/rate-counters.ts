// Stores rate counters in the subscribers table below `BUDGET#`, a key older than the name: one item per form and window of time.
import { DeleteItemCommand, type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { Temporal } from 'temporal-polyfill';
import { getItem, key } from '#adapters/dynamo/calls';
import { partitions } from '#adapters/stores';
import type { RateCounters } from '#ports';

/** After this many windows the table's time-to-live deletes a counter. */
const WINDOWS_KEPT = 2;
/** The table's time-to-live attribute (cdk/tables.ts), in seconds since 1970. */
const EXPIRES = 'expires';

export function dynamoRateCounters(client: DynamoDBClient, table: string): RateCounters {
  const windowOf = (seconds: number, now: Temporal.Instant) => Math.floor(now.epochMilliseconds / 1000 / seconds);
  const counterKey = (what: string, window: number) => key(partitions.rateCounters.key + what, String(window));
  return {
    async count(what, seconds, now) {
      const window = windowOf(seconds, now);
      const { Attributes } = await client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: counterKey(what, window),
          UpdateExpression: 'ADD #count :one SET #expires = :expires',
          ExpressionAttributeNames: { '#count': 'count', '#expires': EXPIRES },
          ExpressionAttributeValues: { ':one': { N: '1' }, ':expires': { N: String((window + WINDOWS_KEPT) * seconds) } },
          ReturnValues: 'UPDATED_NEW',
        }),
      );
      return Number(Attributes?.count?.N);
    },
    async counted(what, seconds, now) {
      const item = await getItem(client, table, counterKey(what, windowOf(seconds, now)));
      return Number(item?.count?.N ?? 0);
    },
    async forget(what, seconds, now) {
      await client.send(new DeleteItemCommand({ TableName: table, Key: counterKey(what, windowOf(seconds, now)) }));
    },
  };
}

import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { getItem, key, putIfAbsent } from '#adapters/dynamo-calls';
import { instant, oneOf, record } from '#adapters/dynamo-item';
import type { SubscriberId } from '#core/subscriber';
import type { Suppression, Suppressions } from '#ports';

const suppressionFields = record<Suppression>({ why: oneOf('bounced', 'complained', 'left', 'erased'), at: instant }, {});

/** One item a person, so that one key answers; it is never changed or deleted, and the first reason stays. */
export const suppressionKey = (id: SubscriberId) => key(`SUP#${id}`);

export function dynamoSuppressions(client: DynamoDBClient, table: string): Suppressions {
  return {
    async add(id, why, at) {
      await putIfAbsent(client, table, { ...suppressionKey(id), ...suppressionFields.write({ why, at }) });
    },
    async has(id) {
      return (await getItem(client, table, suppressionKey(id))) !== undefined;
    },
    async find(id) {
      const item = await getItem(client, table, suppressionKey(id));
      return item && suppressionFields.read(item, 'suppression');
    },
  };
}

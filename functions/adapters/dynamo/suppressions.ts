// Stores suppressions in their own table, one item per person with the whole log. The reasons `left` and `leaving` are older words.
import { type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { getItem, ifCondition, type Key, key } from '#adapters/dynamo/calls';
import { flag, type Item, instant, list, map, number, oneOf, record, storedWords } from '#adapters/dynamo/item';
import { partitions } from '#adapters/stores';
import type { SubscriberId } from '#core/subscriber/subscriber';
import { activeReasons, type SuppressionEntry, withEntry } from '#core/subscriber/suppression';
import type { Suppressions } from '#ports';

/** `open`: no reason is active. It is stored so that sending need not know the rules. `count`: how often the item was written. */
type Stored = { log: SuppressionEntry[]; open: boolean; count: number };

const entryFields = record<SuppressionEntry>(
  {
    why: storedWords(
      { unsubscribed: 'left', 'pending-unsubscribe': 'leaving' },
      oneOf('bounced', 'complained', 'unsubscribed', 'erased', 'pending-unsubscribe', 'confirmed', 'undone', 'scanner'),
    ),
    at: instant,
  },
  {},
);
const storedFields = record<Stored>({ log: list(map(entryFields)), open: flag, count: number }, {});

/** A write that loses against another one for the same person is tried this many times. */
const TRIES = 8;

/** Each person has one item, so that one read answers. */
export const suppressionKey = (id: SubscriberId): Key => key(partitions.suppressions.key + id);

/** True when a person's item forbids mail: it exists and does not say `open`. */
export const forbids = (item: Item | undefined): boolean => item !== undefined && item.open?.BOOL !== true;

export function dynamoSuppressions(client: DynamoDBClient, table: string): Suppressions {
  const read = async (id: SubscriberId): Promise<Stored> => {
    const item = await getItem(client, table, suppressionKey(id));
    return item ? storedFields.read(item, 'suppression') : { log: [], open: true, count: 0 };
  };
  const append = async (id: SubscriberId, entry: SuppressionEntry): Promise<boolean> => {
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const { log, count } = await read(id);
      const next = withEntry(log, entry);
      if (!next) return false;
      const stored = { log: next, open: activeReasons(next).length === 0, count: count + 1 };
      const put = new PutItemCommand({
        TableName: table,
        Item: { ...suppressionKey(id), ...storedFields.write(stored) },
        ConditionExpression: count === 0 ? 'attribute_not_exists(pk)' : '#count = :count',
        ...(count === 0
          ? {}
          : { ExpressionAttributeNames: { '#count': 'count' }, ExpressionAttributeValues: { ':count': number.write(count) } }),
      });
      if (await ifCondition(client.send(put))) return true;
    }
    throw new Error('Somebody else writes to the same suppression all the time. Try again.');
  };
  return {
    add: async (id, why, at) => void (await append(id, { why, at })),
    reopen: async (id, why, at) => ((await append(id, { why, at })) ? 'open' : 'refused'),
    has: async (id) => forbids(await getItem(client, table, suppressionKey(id))),
    log: async (id) => (await read(id)).log,
  };
}

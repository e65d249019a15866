import { BatchGetItemCommand, type DynamoDBClient, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { getItem, ifCondition, type Key, key, queryItems } from '#adapters/dynamo-calls';
import { type Item, id, instant, list, oneOf, record, text } from '#adapters/dynamo-item';
import { suppressionKey } from '#adapters/dynamo-suppressions';
import type { Topic } from '#core/story';
import type { Subscriber, SubscriberId } from '#core/subscriber';
import type { Subscribers } from '#ports';

const subscriberFields = record<Subscriber>(
  {
    id: id<SubscriberId>(),
    address: text,
    name: text,
    frequency: text,
    topics: list(id<Topic>()),
    status: oneOf('pending', 'confirmed', 'left', 'bounced', 'complained'),
  },
  { organisation: text, confirmedAt: instant },
);

type Readers = Awaited<ReturnType<Subscribers['readForSending']>>;

// One partition holds 1,000 writes and 3,000 reads a second: sixteen, by the first hex digit of the id, keep a large list clear of that.
const SHARDS = [...'0123456789abcdef'];
const shardKey = (subscriber: string): string => `SUB#${subscriber.charAt(0)}`;
const subscriberKey = (subscriber: SubscriberId): Key => key(shardKey(subscriber), subscriber);

/** `idOf` needs the secret that makes ids of addresses; a Lambda that never does so does without. */
export function dynamoSubscribers(
  client: DynamoDBClient,
  tables: { subscribers: string; suppressions: string },
  idOf: Subscribers['idOf'] = withoutKey,
): Subscribers {
  const table = tables.subscribers;

  async function* inOrder(after: SubscriberId | undefined, limit: number): AsyncGenerator<Item> {
    for (const shard of SHARDS) {
      if (after !== undefined && shard < after.charAt(0)) continue;
      const narrow =
        after === undefined
          ? {}
          : { KeyConditionExpression: 'pk = :pk AND sk > :after', ExpressionAttributeValues: { ':after': { S: after } } };
      yield* queryItems(client, table, shardKey(shard), { ...narrow, Limit: limit });
    }
  }

  return {
    async page(after, limit) {
      const subscribers: Subscriber[] = [];
      // One more is read than is given, so that the last page is known to be the last.
      for await (const item of inOrder(after, limit + 1)) {
        const last = subscribers.at(-1);
        if (last && subscribers.length === limit) return { subscribers, next: last.id };
        subscribers.push(subscriberFields.read(item, 'subscriber'));
      }
      return { subscribers };
    },
    async find(subscriber) {
      const item = await getItem(client, table, subscriberKey(subscriber));
      return item && subscriberFields.read(item, 'subscriber');
    },
    async put(subscriber) {
      await client.send(
        new PutItemCommand({ TableName: table, Item: { ...subscriberKey(subscriber.id), ...subscriberFields.write(subscriber) } }),
      );
    },
    async leave(subscriber, at, way) {
      const left = client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: subscriberKey(subscriber),
          UpdateExpression: 'SET #status = :left, leftAt = :at, leftBy = :way',
          ConditionExpression: '#status IN (:confirmed, :pending)',
          ExpressionAttributeNames: { '#status': 'status' },
          ExpressionAttributeValues: {
            ':left': { S: 'left' },
            ':confirmed': { S: 'confirmed' },
            ':pending': { S: 'pending' },
            ':at': instant.write(at),
            ':way': { S: way },
          },
        }),
      );
      if (await ifCondition(left)) return 'left';
      return (await getItem(client, table, subscriberKey(subscriber))) ? 'had-left' : 'unknown';
    },
    async readForSending(ids) {
      const asked = [...new Set(ids)];
      if (asked.length === 0) return { people: new Map(), unread: new Set() };
      const answer = await client.send(
        new BatchGetItemCommand({
          RequestItems: {
            [table]: { Keys: asked.map(subscriberKey), ConsistentRead: true },
            [tables.suppressions]: { Keys: asked.map(suppressionKey), ConsistentRead: true },
          },
        }),
      );
      const unprocessed = Object.values(answer.UnprocessedKeys ?? {}).flatMap(({ Keys }) => Keys ?? []);
      return whoMayBeMailed(asked, answer.Responses?.[table] ?? [], answer.Responses?.[tables.suppressions] ?? [], unprocessed);
    },
    idOf,
  };
}

/** A key that was not processed, in either table, makes its person unread: neither "nobody" nor "not suppressed". */
export function whoMayBeMailed(asked: SubscriberId[], found: Item[], suppressed: Item[], unprocessed: Item[]): Readers {
  const known = new Map(found.map((item) => [item.sk?.S, item]));
  const suppressions = new Set(suppressed.map((item) => item.pk?.S));
  const missing = new Set(unprocessed.flatMap((item) => [item.pk?.S, item.sk?.S]));
  const unread = new Set(asked.filter((one) => missing.has(one) || missing.has(suppressionKey(one).pk.S)));
  const people: Readers['people'] = new Map();
  for (const one of asked) {
    if (unread.has(one)) continue;
    const item = known.get(one);
    people.set(one, {
      ...(item ? { subscriber: subscriberFields.read(item, 'subscriber') } : {}),
      suppressed: suppressions.has(suppressionKey(one).pk.S),
    });
  }
  return { people, unread };
}

function withoutKey(): never {
  throw new Error('This Lambda makes no ids of addresses: give dynamoSubscribers the `idOf` of the tokens.');
}

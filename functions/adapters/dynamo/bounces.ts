// Stores soft bounces in the subscribers table, one item per person.
import { type AttributeValue, DeleteItemCommand, type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { Temporal } from 'temporal-polyfill';
import { key, queryItems, sortKey } from '#adapters/dynamo/calls';
import { partitions } from '#adapters/stores';
import type { PublicationId } from '#core/publication/publication';
import type { Bounce } from '#core/subscriber/soft-bounces';
import type { SubscriberId } from '#core/subscriber/subscriber';
import { byTime } from '#core/time/compare';
import type { Bounces, Machine } from '#ports';

/** Nearly every delivery is to a person without bounces. The ids of people with bounces are read again only after this time. */
const KNOWN_MS = 5 * 60_000;

// All items are in one partition: it takes 1,000 writes a second, and a run has 14 mails a second.
const PARTITION = partitions.bounces.key;
const bounceKey = (id: SubscriberId) => key(PARTITION, id);

/** An item holds a string set of `<publication> <instant>`. After a delivery it stays without the set, until `remove`. */
export function dynamoBounces(client: DynamoDBClient, table: string, machine: Pick<Machine, 'elapsedMs'>): Bounces {
  let bounced = new Set<string>();
  let readMs: number | undefined;
  const rows = () =>
    queryItems(client, table, PARTITION, {
      FilterExpression: 'attribute_exists(#bounces)',
      ExpressionAttributeNames: { '#bounces': 'bounces' },
    });
  const update = async (id: SubscriberId, UpdateExpression: string, values?: Record<string, AttributeValue>): Promise<void> => {
    await client.send(
      new UpdateItemCommand({
        TableName: table,
        Key: bounceKey(id),
        UpdateExpression,
        ExpressionAttributeNames: { '#bounces': 'bounces' },
        ...(values ? { ExpressionAttributeValues: values } : {}),
      }),
    );
  };
  return {
    async record(id, { publication, at }) {
      await update(id, 'ADD #bounces :bounce', { ':bounce': { SS: [`${publication} ${at}`] } });
      bounced.add(id);
    },
    async delivered(id) {
      if (readMs === undefined || machine.elapsedMs() - readMs > KNOWN_MS) {
        const startedMs = machine.elapsedMs();
        const found = new Set<string>();
        for await (const item of rows()) found.add(sortKey(item));
        [bounced, readMs] = [found, startedMs];
      }
      if (!bounced.has(id)) return;
      await update(id, 'REMOVE #bounces');
      bounced.delete(id);
    },
    async *all() {
      for await (const item of rows()) {
        const bounces = (item.bounces?.SS ?? []).map(readBounce).sort((a, b) => byTime(a.at, b.at));
        const subscriber = sortKey(item) as SubscriberId;
        yield {
          subscriber,
          bounces: bounces.filter(({ publication }, i) => bounces.findIndex((one) => one.publication === publication) === i),
        };
      }
    },
    async remove(id) {
      await client.send(new DeleteItemCommand({ TableName: table, Key: bounceKey(id) }));
    },
  };
}

function readBounce(stored: string): Bounce {
  const space = stored.indexOf(' ');
  return { publication: stored.slice(0, space) as PublicationId, at: Temporal.Instant.from(stored.slice(space + 1)) };
}

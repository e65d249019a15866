// Stores the ledger of emails in the ledger table: audience chunks, groups of deliveries, and duplicates.
import { DeleteItemCommand, type DynamoDBClient, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { readChunk, writeChunk } from '#adapters/dynamo/audience-chunk';
import { allItems, getItem, ifCondition, type Key, key, putIfAbsent, queryItems, sortKey } from '#adapters/dynamo/calls';
import { deliveryField, STORED_STATES } from '#adapters/dynamo/delivery';
import { type Expression, isClaim, isFree, openExpression } from '#adapters/dynamo/expression';
import { type Item, id, record, text } from '#adapters/dynamo/item';
import { LOG_WORDS } from '#adapters/log-lines';
import { partitions } from '#adapters/stores';
import type { AudienceChunk, Delivery, Expectation, GroupAddress } from '#core/delivery/ledger';
import type { PublicationId } from '#core/publication/publication';
import type { SubscriberId } from '#core/subscriber/subscriber';
import type { Ledger } from '#ports';

const duplicateFields = record<{ subscriber: SubscriberId; receipt: string }>({ subscriber: id<SubscriberId>(), receipt: text }, {});

const padded = (number: number): string => String(number).padStart(6, '0');
export const chunkKey = (publication: PublicationId, chunk: number): Key => key(partitions.audienceChunks.key + publication, padded(chunk));
const chunkPartition = (publication: PublicationId, chunk: number): string => `${partitions.groups.key}${publication}#${chunk}`;
const groupKey = (at: GroupAddress) => key(chunkPartition(at.publication, at.chunk), `G#${padded(at.group)}`);

// A group is one item. Each member who was ever claimed has an attribute with this prefix.
const MEMBER = 'm_';

/**
 * The SDK may repeat a write whose response was lost, and the repeat then finds its own work. So `refused` can mean "written by this
 * call"; the caller tells by the nonce in `group`.
 */
export function dynamoLedger(client: DynamoDBClient, table: string): Ledger {
  const erase = (at: Key) => client.send(new DeleteItemCommand({ TableName: table, Key: at }));
  const erasePartition = async (pk: string): Promise<void> => {
    for (const item of await allItems(client, table, pk)) await erase(key(pk, sortKey(item)));
  };
  return {
    async chunk(publication, chunk) {
      const item = await getItem(client, table, chunkKey(publication, chunk));
      return item && readChunk(item);
    },
    async newestChunk(publication) {
      const backwards = { ScanIndexForward: false, Limit: 1 };
      for await (const item of queryItems(client, table, partitions.audienceChunks.key + publication, backwards)) return readChunk(item);
      return undefined;
    },
    async openChunks(publication, from, most) {
      const narrow = {
        KeyConditionExpression: 'pk = :pk AND sk >= :from',
        FilterExpression: '#closed = :false AND #end = :false',
        ExpressionAttributeNames: { '#closed': 'closed', '#end': 'end' },
        ExpressionAttributeValues: { ':from': { S: padded(from) }, ':false': { BOOL: false } },
      };
      const open: AudienceChunk[] = [];
      for await (const item of queryItems(client, table, partitions.audienceChunks.key + publication, narrow)) {
        open.push(readChunk(item));
        if (open.length === most) break;
      }
      return open;
    },
    addChunk: (audienceChunk) =>
      putIfAbsent(client, table, { ...chunkKey(audienceChunk.publication, audienceChunk.chunk), ...writeChunk(audienceChunk) }),
    async closeChunk(publication, chunk) {
      const closed = client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: chunkKey(publication, chunk),
          UpdateExpression: 'SET #closed = :true',
          ConditionExpression: 'attribute_exists(pk)',
          ExpressionAttributeNames: { '#closed': 'closed' },
          ExpressionAttributeValues: { ':true': { BOOL: true } },
        }),
      );
      if (!(await ifCondition(closed))) throw new Error(`${publication} has no chunk ${chunk} to close.`);
    },
    async group(at) {
      return readGroup((await getItem(client, table, groupKey(at))) ?? {});
    },
    async groups(publication, chunk) {
      const items = await allItems(client, table, chunkPartition(publication, chunk));
      return new Map(items.map((item) => [Number(sortKey(item).slice('G#'.length)), readGroup(item)]));
    },
    async change(at, changes) {
      if (changes.length === 0) return 'written';
      const expression = openExpression();
      const members = changes.map((change) => ({ ...change, path: expression.name(MEMBER + change.subscriber) }));
      const written = client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: groupKey(at),
          ConditionExpression: members.map(({ path, expect }) => condition(expression, path, expect)).join(' AND '),
          UpdateExpression: `SET ${members.map(({ path, to }) => `${path} = ${expression.value(deliveryField.write(to))}`).join(', ')}`,
          ExpressionAttributeNames: expression.names,
          ExpressionAttributeValues: expression.values,
        }),
      );
      return (await ifCondition(written)) ? 'written' : 'refused';
    },
    async recordDuplicate(at, subscriber, receipt) {
      const sk = [padded(at.chunk), padded(at.group), subscriber, receipt].join('#');
      console.warn(`${LOG_WORDS.secondReceipt} for one email of ${at.publication}.`);
      await client.send(
        new PutItemCommand({
          TableName: table,
          Item: { ...key(partitions.duplicates.key + at.publication, sk), ...duplicateFields.write({ subscriber, receipt }) },
        }),
      );
    },
    async duplicates(publication) {
      const items = await allItems(client, table, partitions.duplicates.key + publication);
      return items.map((item) => duplicateFields.read(item, 'duplicate'));
    },
    async removeChunk(publication, chunk) {
      await erasePartition(chunkPartition(publication, chunk));
      await erase(chunkKey(publication, chunk));
    },
    removeDuplicates: (publication) => erasePartition(partitions.duplicates.key + publication),
  };
}

function readGroup(item: Item): Map<SubscriberId, Delivery> {
  const members = Object.entries(item).filter(([name]) => name.startsWith(MEMBER));
  return new Map(members.map(([name, stored]) => [name.slice(MEMBER.length) as SubscriberId, deliveryField.read(stored, name)]));
}

/** Returns `holds` of core/delivery/ledger.ts as a DynamoDB condition. The contract tests compare the two. */
function condition(expression: Expression, path: string, expect: Expectation): string {
  switch (expect.kind) {
    case 'free':
      return isFree(expression, path, expect.attempt);
    case 'claim':
      return isClaim(expression, path, expect.nonce, expect.states.map(storedState));
    case 'not-accepted-otherwise': {
      const state = `${path}.${expression.name('state')} <> ${expression.value({ S: 'accepted' })}`;
      const receipt = `${path}.${expression.name('receipt')} = ${expression.value({ S: expect.receipt })}`;
      return `(attribute_not_exists(${path}) OR ${state} OR ${receipt})`;
    }
    default:
      return expect satisfies never;
  }
}

function storedState(state: Delivery['state']): string {
  return state === 'unresolved' || state === 'confirmed-sent' ? STORED_STATES[state] : state;
}

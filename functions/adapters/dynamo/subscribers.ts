// Stores subscribers in the subscribers table, in sixteen partitions. Attributes and the status `left` are older than the words here.
import { promisify } from 'node:util';
import { brotliCompress, brotliDecompress, brotliDecompressSync, constants } from 'node:zlib';
import {
  type AttributeValue,
  BatchGetItemCommand,
  DeleteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
  type QueryCommandInput,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Temporal } from 'temporal-polyfill';
import {
  type ChangeNote,
  countedSubscribers,
  type PlainSubscribers,
  type ShardCounts,
  type StoredCounts,
  type StoredList,
  unchanged,
} from '#adapters/counted-subscribers';
import { allItems, getItem, ifCondition, type Key, key, queryItems, sortKey } from '#adapters/dynamo/calls';
import {
  day,
  type Field,
  flag,
  type Item,
  id,
  instant,
  list,
  map,
  number,
  oneOf,
  record,
  storedAs,
  storedWords,
  text,
} from '#adapters/dynamo/item';
import { forbids, suppressionKey } from '#adapters/dynamo/suppressions';
import { partitions } from '#adapters/stores';
import type { Topic } from '#core/rules/rules';
import type { ChoicesKey } from '#core/subscriber/alike';
import { isSought, type Sought } from '#core/subscriber/sought-people';
import type { Choices, Consent, Subscriber, SubscriberId } from '#core/subscriber/subscriber';
import { writtenBeginning, writtenWords } from '#core/subscriber/word-list';
import type { Machine, Subscribers } from '#ports';

/** The stored form of a reader's choices, in subscribers and sign-ups alike. */
export const chosen = {
  required: { name: text, frequency: text, topics: list(id<Topic>()) },
  optional: { organisation: text },
} satisfies { required: { [P in keyof Choices]?: Field<NonNullable<Choices[P]>> }; optional: { organisation: Field<string> } };

const consentFields = record<Consent>(
  { by: oneOf('confirmation', 'import'), wording: text, page: text, asked: instant, confirmed: instant },
  {},
);
const unsubscribedFields = record<NonNullable<Subscriber['unsubscribed']>>(
  { at: instant, method: storedAs('way', oneOf('one-click', 'page', 'mail', 'moved', 'desk')) },
  {},
);
const subscriberStatus = storedWords({ unsubscribed: 'left' }, oneOf('pending', 'confirmed', 'unsubscribed', 'bounced', 'complained'));
const subscriberFields = record<Subscriber>(
  { ...chosen.required, id: id<SubscriberId>(), address: text, status: subscriberStatus },
  {
    ...chosen.optional,
    confirmedAt: instant,
    consent: map(consentFields),
    pausedUntil: day,
    unsubscribed: storedAs('left', map(unsubscribedFields)),
    version: number,
  },
);

type Outlined = { sk: SubscriberId; status: Subscriber['status'] };
const outlined = record<Outlined>({ sk: id<SubscriberId>(), status: subscriberStatus }, {});

type Readers = Awaited<ReturnType<Subscribers['readForSending']>>;

// A partition takes 1,000 writes and 3,000 reads a second. Sixteen, by the id's first hex digit, keep a large list below that.
const SHARDS = [...'0123456789abcdef'];
const shardKey = (subscriber: string): string => partitions.subscribers.key + subscriber.charAt(0);
const subscriberKey = (subscriber: SubscriberId): Key => key(shardKey(subscriber), subscriber);
const listKey = (part: string): Key => key(partitions.wordLists.key + part.charAt(0), part);
/** Those of a shard (one digit) or of a part of it (two digits) have ids that begin with these digits. */
const withinPlace = (place: string): Partial<QueryCommandInput> => ({
  KeyConditionExpression: 'pk = :pk AND begins_with(sk, :place)',
  ExpressionAttributeValues: { ':place': { S: place } },
});
const changeKey = (subscriber: SubscriberId): Key => key(partitions.choiceChanges.key, subscriber);

/** A BatchGetItem takes this many keys. */
const MOST_KEYS = 100;

/** `idOf` needs the secret that makes ids of addresses. A Lambda that makes none leaves it out. */
export function dynamoSubscribers(
  client: DynamoDBClient,
  tables: { subscribers: string; suppressions: string },
  machine: Pick<Machine, 'nonce'>,
  idOf: Subscribers['idOf'] = withoutKey,
): Subscribers {
  return countedSubscribers(plainSubscribers(client, tables, idOf), machine);
}

function plainSubscribers(
  client: DynamoDBClient,
  tables: { subscribers: string; suppressions: string },
  idOf: Subscribers['idOf'],
): PlainSubscribers {
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

  /** Reads two attributes of each item, and all shards run at once, because a person waits for the page that needs it. */
  const inShard = async (shard: string, after: SubscriberId | undefined, until: SubscriberId | undefined): Promise<Outlined[]> => {
    if ((after !== undefined && shard < after.charAt(0)) || (until !== undefined && shard > until.charAt(0))) return [];
    const found: Outlined[] = [];
    const items = queryItems(client, table, shardKey(shard), {
      ProjectionExpression: 'sk, #status',
      ExpressionAttributeNames: { '#status': 'status' },
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
      ExpressionAttributeValues: { ':from': { S: after ?? '0' }, ':to': { S: until ?? 'g' } },
    });
    for await (const item of items) {
      const one = outlined.read(item, 'subscriber');
      if (one.sk !== after) found.push(one);
    }
    return found;
  };

  /** Returns false when the reader was neither confirmed nor pending. */
  const endFor = (subscriber: SubscriberId, status: Subscriber['status'], update: string, unsubscribed?: Item[string]): Promise<boolean> =>
    ifCondition(
      client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: subscriberKey(subscriber),
          UpdateExpression: update,
          ConditionExpression: '#status IN (:confirmed, :pending)',
          ExpressionAttributeNames: { '#status': 'status', ...(unsubscribed ? { '#left': 'left' } : {}) },
          ExpressionAttributeValues: {
            ':status': subscriberStatus.write(status),
            ':confirmed': { S: 'confirmed' },
            ':pending': { S: 'pending' },
            ':one': { N: '1' },
            ...(unsubscribed ? { ':left': unsubscribed } : {}),
          },
        }),
      ),
    );

  const someItems = async (keys: Key[]): Promise<Item[]> => {
    const answer = await client.send(new BatchGetItemCommand({ RequestItems: { [table]: { Keys: keys, ConsistentRead: true } } }));
    const left = (answer.UnprocessedKeys?.[table]?.Keys ?? []) as Key[];
    return [...(answer.Responses?.[table] ?? []), ...(left.length > 0 ? await someItems(left) : [])];
  };

  return {
    shards: SHARDS,
    shardOf: (subscriber) => subscriber.charAt(0),
    async *within(place) {
      for await (const item of queryItems(client, table, shardKey(place), withinPlace(place)))
        yield subscriberFields.read(item, 'subscriber');
    },
    // DynamoDB itself looks at each item's words, so that only who is sought is sent over. It also sends items of an older release, which
    // have no words.
    async soughtWithin(place, sought, most) {
      const found: Subscriber[] = [];
      for await (const item of queryItems(client, table, shardKey(place), soughtFilter(place, sought))) {
        const person = subscriberFields.read(item, 'subscriber');
        if (isSought(person, sought)) found.push(person);
        if (found.length > most) break;
      }
      return found;
    },
    partOf: (subscriber) => subscriber.slice(0, 2),
    async wordLists(shard, known) {
      const pk = partitions.wordLists.key + shard;
      if (!known) return new Map((await allItems(client, table, pk)).map((item) => [sortKey(item), readList(item)]));
      const lists = new Map<string, StoredList>();
      const changed: Key[] = [];
      for await (const item of queryItems(client, table, pk, { ProjectionExpression: 'sk, version' })) {
        const part = sortKey(item);
        const kept = unchanged(known.get(part), readList(item).version);
        if (kept) lists.set(part, kept);
        else changed.push(listKey(part));
      }
      if (changed.length > 0) for (const item of await someItems(changed)) lists.set(sortKey(item), readList(item));
      return lists;
    },
    async replaceList(part, version, list) {
      const bytes = await compress(list, COMPRESSION);
      const item: Item = {
        ...listKey(part),
        version: number.write(version + 1),
        ...(bytes.length > MOST_BYTES ? {} : { bytes: { B: bytes } }),
      };
      return ifCondition(client.send(new PutItemCommand({ TableName: table, Item: item, ...overVersion(version) })));
    },
    async forgetList(part) {
      await client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: listKey(part),
          UpdateExpression: 'REMOVE #bytes ADD version :one',
          ExpressionAttributeNames: { '#bytes': 'bytes' },
          ExpressionAttributeValues: { ':one': { N: '1' } },
        }),
      );
    },
    async some(ids) {
      const keys = ids.map(subscriberKey);
      const parts = Array.from({ length: Math.ceil(keys.length / MOST_KEYS) }, (_, i) => keys.slice(i * MOST_KEYS, (i + 1) * MOST_KEYS));
      const items = await Promise.all(parts.map(someItems));
      return items.flat().map((item) => subscriberFields.read(item, 'subscriber'));
    },
    async note({ id: subscriber, from = NOBODY, token }) {
      await client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: changeKey(subscriber),
          UpdateExpression: 'SET #from = if_not_exists(#from, :from), #token = :token',
          ExpressionAttributeNames: { '#from': 'from', '#token': 'token' },
          ExpressionAttributeValues: { ':from': { S: from }, ':token': { S: token } },
        }),
      );
    },
    async notes(most) {
      const notes: ChangeNote[] = [];
      const narrow = most === undefined ? {} : { Limit: most };
      for await (const item of queryItems(client, table, partitions.choiceChanges.key, narrow)) {
        const { sk, from, token } = changeFields.read(item, 'change');
        notes.push({ id: sk, ...(from === NOBODY ? {} : { from }), token });
        if (notes.length === most) break;
      }
      return notes;
    },
    async removeNote({ id: subscriber, token }) {
      const still = {
        ConditionExpression: '#token = :token',
        ExpressionAttributeNames: { '#token': 'token' },
        ExpressionAttributeValues: { ':token': { S: token } },
      };
      await ifCondition(client.send(new DeleteItemCommand({ TableName: table, Key: changeKey(subscriber), ...still })));
    },
    async counts() {
      const items = await allItems(client, table, partitions.choiceCounts.key);
      return new Map(await Promise.all(items.map(async (item) => [sortKey(item), await readCounts(item)] as const)));
    },
    async replaceCounts(shard, version, counts) {
      const item: Item = { ...key(partitions.choiceCounts.key, shard), ...(await countsItem({ version: version + 1, counts })) };
      if (item.bytes?.B && item.bytes.B.length > MOST_BYTES) return false;
      return ifCondition(client.send(new PutItemCommand({ TableName: table, Item: item, ...overVersion(version) })));
    },
    async page(after, limit) {
      const subscribers: Subscriber[] = [];
      // One subscriber more than `limit` is read, to know whether this page is the last.
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
    async save(subscriber) {
      const { version } = subscriber;
      const stored = { ...subscriber, version: (version ?? 0) + 1 };
      const put = new PutItemCommand({
        TableName: table,
        Item: { ...subscriberKey(subscriber.id), ...subscriberFields.write(stored), words: { S: writtenWords(stored) } },
        ...overVersion(version ?? 0),
      });
      return (await ifCondition(client.send(put))) ? 'saved' : 'stale';
    },
    async unsubscribe(subscriber, at, method) {
      if (
        await endFor(
          subscriber,
          'unsubscribed',
          'SET #status = :status, #left = :left ADD version :one',
          map(unsubscribedFields).write({ at, method }),
        )
      )
        return 'unsubscribed';
      return (await getItem(client, table, subscriberKey(subscriber))) ? 'already-unsubscribed' : 'unknown';
    },
    async markAs(subscriber, status) {
      await endFor(subscriber, status, 'SET #status = :status ADD version :one');
    },
    async remove(subscriber, version) {
      const still =
        version === undefined
          ? {}
          : { ConditionExpression: 'version = :version', ExpressionAttributeValues: { ':version': number.write(version) } };
      await ifCondition(client.send(new DeleteItemCommand({ TableName: table, Key: subscriberKey(subscriber), ...still })));
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
    async outline(every, { after, until } = {}) {
      const found = await Promise.all(SHARDS.map((shard) => inShard(shard, after, until)));
      return outlineOf(found.flat(), every);
    },
    idOf,
  };
}

/** What a note has of somebody whom the counts do not have. */
const NOBODY = '' as ChoicesKey;
const changeFields = record<{ sk: SubscriberId; from: ChoicesKey; token: string }>(
  { sk: id<SubscriberId>(), from: id<ChoicesKey>(), token: text },
  {},
);

const compress = promisify(brotliCompress);
const decompress = promisify(brotliDecompress);
const COMPRESSION = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };
/** An item has at most 400 KB. Of a shard or a part with more, nothing is kept: everybody in it is read. */
const MOST_BYTES = 380 * 1024;
type Packed = { counts: [ChoicesKey, number][]; as: [SubscriberId, ChoicesKey | null][]; noted: [SubscriberId, string][] };
type StoredTimes = { since?: Temporal.Instant; counted?: Temporal.Instant; notedAt?: Temporal.Instant };
const countsFields = record<{ version: number; listed?: boolean } & StoredTimes>(
  { version: number },
  { since: instant, counted: instant, notedAt: instant, listed: flag },
);

/** The condition of a write over this version; 0: over none. */
function overVersion(version: number): { ConditionExpression: string; ExpressionAttributeValues?: Item } {
  return version === 0
    ? { ConditionExpression: 'attribute_not_exists(pk)' }
    : { ConditionExpression: 'version = :version', ExpressionAttributeValues: { ':version': number.write(version) } };
}

function readList({ version, bytes }: Item): StoredList {
  if (!version) throw new Error('A stored item is damaged: a word list has no version.');
  // They are small and many: at once they take half the time.
  const list = bytes?.B && brotliDecompressSync(bytes.B).toString('utf8');
  return { version: number.read(version, 'word list'), ...(list === undefined ? {} : { list }) };
}

async function countsItem({ version, counts: kept }: StoredCounts): Promise<Item> {
  if (kept.state === 'closed') return countsFields.write({ version, since: kept.since });
  const { counts, as, noted, counted, notedAt, listed } = kept;
  const packed: Packed = { counts: [...counts], as: [...as].map(([one, what]) => [one, what ?? null]), noted: [...noted] };
  return {
    ...countsFields.write({ version, counted, notedAt, ...(listed && { listed }) }),
    bytes: { B: await compress(JSON.stringify(packed), COMPRESSION) },
  };
}

async function readCounts(item: Item): Promise<StoredCounts> {
  const { version, since, counted, notedAt, listed } = countsFields.read(item, 'counts');
  if (since) return { version, counts: { state: 'closed', since } };
  const bytes = item.bytes?.B;
  if (!counted || !notedAt || !bytes) throw new Error('A stored item is damaged: counts are neither closed nor open.');
  const { counts, as, noted }: Packed = JSON.parse((await decompress(bytes)).toString('utf8'));
  const open: ShardCounts = {
    ...{ state: 'open', counted, notedAt, counts: new Map(counts), noted: new Map(noted) },
    as: new Map(as.map(([one, what]) => [one, what ?? undefined])),
    ...(listed && { listed }),
  };
  return { version, counts: open };
}

function soughtFilter(place: string, sought: Sought): Partial<QueryCommandInput> {
  const within = withinPlace(place);
  if (sought.length === 0) return within;
  const values = new Map<string, AttributeValue>();
  const contains = (beginning: string): string => {
    const name = `:word${values.size}`;
    values.set(name, { S: writtenBeginning(beginning) });
    return `contains(words, ${name})`;
  };
  // DynamoDB refuses brackets that are not needed. AND binds more closely than OR.
  const anyOf = (some: readonly string[]) => (some.length === 1 ? some.join('') : `(${some.join(' OR ')})`);
  const all = sought.map((beginnings) => anyOf(beginnings.map(contains))).join(' AND ');
  return {
    ...within,
    FilterExpression: `attribute_not_exists(words) OR ${all}`,
    ExpressionAttributeValues: { ...within.ExpressionAttributeValues, ...Object.fromEntries(values) },
  };
}

/** Joins the two tables' answers. A person with an unprocessed key in either table is unread: neither unknown nor free of suppression. */
export function whoMayBeMailed(asked: SubscriberId[], found: Item[], suppressed: Item[], unprocessed: Item[]): Readers {
  const known = new Map(found.map((item) => [item.sk?.S, item]));
  const suppressions = new Set(suppressed.filter(forbids).map((item) => item.pk?.S));
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

/** Counts the subscribers by status, and returns the id of each `every`-th. */
function outlineOf(found: readonly Outlined[], every: number): Awaited<ReturnType<Subscribers['outline']>> {
  const counts = { pending: 0, confirmed: 0, unsubscribed: 0, bounced: 0, complained: 0 };
  for (const { status } of found) counts[status] += 1;
  return { counts, ends: found.flatMap(({ sk }, i) => ((i + 1) % every === 0 ? [sk] : [])) };
}

function withoutKey(): never {
  throw new Error('This Lambda makes no ids of addresses: give dynamoSubscribers the `idOf` of the tokens.');
}

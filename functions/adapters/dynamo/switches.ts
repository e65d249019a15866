// Stores pauses, approvals, cancellations and overrides in the switches table, which a restore does not rewind.
import { BatchGetItemCommand, DeleteItemCommand, type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { allItems, ifCondition, type Key, key, putIfAbsent, sortKey } from '#adapters/dynamo/calls';
import { type Item, id, instant, list, number, record, text } from '#adapters/dynamo/item';
import { LOG_WORDS } from '#adapters/log-lines';
import { partitions } from '#adapters/stores';
import type { Override } from '#core/publication/override';
import { CHANNEL_NAMES, type ChannelName, type PublicationId } from '#core/publication/publication';
import type { Slug } from '#core/story/story';
import type { Approval, Decision, Pausable, Switches } from '#ports';

const pauseFields = record<{ reason: string }>({ reason: text }, {});
const decisionFields = record<Decision>({ by: text, at: instant }, {});
const approvalFields = record<Approval>({ by: text, at: instant }, { outgoing: text, wrote: text, alone: text, seen: text });
const publicationField = id<PublicationId>();
const overrideFields = record<Override>(
  { version: number, by: text, at: instant },
  { due: instant, subject: text, introduction: list(text), first: list(id<Slug>()) },
);

const PARTITION = partitions.switches.key;
const EVERYTHING = 'everything';
const CHANNELS: ReadonlySet<Pausable> = new Set(CHANNEL_NAMES);
const pauseSwitch = (what: Pausable) => (what === EVERYTHING ? EVERYTHING : CHANNELS.has(what) ? `channel#${what}` : `pause#${what}`);
const pauseKey = (what: Pausable) => key(PARTITION, pauseSwitch(what));
const decisionKey = (what: 'approval' | 'cancel', publication: PublicationId) => key(partitions.decisions.key, `${what}#${publication}`);

const nameOf = ({ sk }: Key): string => sk.S ?? '';

/** From the widest to the narrowest. */
function pausesOver(publication?: PublicationId, channel?: ChannelName): Pausable[] {
  return [EVERYTHING, ...(channel ? [channel] : []), ...(publication ? [publication] : [])];
}

/** Returns the keys of every switch that may apply to a publication. */
export function switchKeys(publication?: PublicationId, channel?: ChannelName): Key[] {
  const decisions = publication ? [decisionKey('approval', publication), decisionKey('cancel', publication)] : [];
  return [...pausesOver(publication, channel).map(pauseKey), ...decisions];
}

/** Reads the items at `switchKeys`. */
export function readSwitches(found: Item[], publication?: PublicationId, channel?: ChannelName): Awaited<ReturnType<Switches['read']>> {
  const items = new Map(found.map((item) => [sortKey(item), item]));
  const pause = pausesOver(publication, channel)
    .map((what) => items.get(pauseSwitch(what)))
    .find((item) => item !== undefined);
  const own = publication && items.get(pauseSwitch(publication));
  const approval = items.get(`approval#${publication}`);
  const cancel = items.get(`cancel#${publication}`);
  return {
    ...(pause ? { paused: pauseFields.read(pause, 'pause').reason } : {}),
    ...(own && own !== pause ? { alsoPaused: pauseFields.read(own, 'pause').reason } : {}),
    ...(approval ? { approved: approvalFields.read(approval, 'approval') } : {}),
    ...(cancel ? { cancelled: decisionFields.read(cancel, 'cancellation') } : {}),
  };
}

/** A BatchGetItem takes this many keys. */
const MOST_KEYS = 100;

export function dynamoSwitches(client: DynamoDBClient, table: string): Switches {
  const readItems = async (keys: readonly Key[]): Promise<Item[]> => {
    const answer = await client.send(new BatchGetItemCommand({ RequestItems: { [table]: { Keys: [...keys], ConsistentRead: true } } }));
    // An unread switch may be the one that stops the publication.
    if (answer.UnprocessedKeys?.[table]) throw new Error('The switches could not all be read. The next tick or job tries again.');
    return answer.Responses?.[table] ?? [];
  };

  type Batch = { keys: Map<string, Key>; items: Promise<Item[]> };
  let open: Batch | undefined;

  /** What is asked for at one moment is read in one call, which begins after all of these questions. */
  const readTogether = (keys: readonly Key[]): Promise<Item[]> => {
    const fresh = open === undefined ? keys : keys.filter((one) => !open?.keys.has(nameOf(one)));
    if (open === undefined || open.keys.size + fresh.length > MOST_KEYS) {
      const batch: Batch = { keys: new Map(), items: Promise.resolve([]) };
      // After all that can go on now has gone on.
      batch.items = new Promise<void>((resolve) => process.nextTick(resolve)).then(() => {
        if (open === batch) open = undefined;
        return readItems([...batch.keys.values()]);
      });
      open = batch;
    }
    for (const one of keys) open.keys.set(nameOf(one), one);
    return open.items;
  };

  return {
    async read(publication, channel) {
      return readSwitches(await readTogether(switchKeys(publication, channel)), publication, channel);
    },
    async pause(what, reason) {
      // By itself the newsroom pauses nothing narrower or wider than a channel.
      if (CHANNELS.has(what)) console.warn(`The channel ${what} ${LOG_WORDS.stopped}.`);
      await client.send(new PutItemCommand({ TableName: table, Item: { ...pauseKey(what), ...pauseFields.write({ reason }) } }));
    },
    async resume(what) {
      await client.send(new DeleteItemCommand({ TableName: table, Key: pauseKey(what) }));
    },
    async approve(publication, approval) {
      const item = { ...decisionKey('approval', publication), ...approvalFields.write(approval) };
      await client.send(new PutItemCommand({ TableName: table, Item: item }));
    },
    async cancel(publication, by, at) {
      await putIfAbsent(client, table, { ...decisionKey('cancel', publication), ...decisionFields.write({ by, at }) });
    },
    async uncancel(publication, { by, at }) {
      const fields = Object.entries(decisionFields.write({ by, at }));
      const taken = new DeleteItemCommand({
        TableName: table,
        Key: decisionKey('cancel', publication),
        ConditionExpression: '#by = :by AND #at = :at',
        ExpressionAttributeNames: { '#by': 'by', '#at': 'at' },
        ExpressionAttributeValues: Object.fromEntries(fields.map(([name, value]) => [`:${name}`, value])),
      });
      await ifCondition(client.send(taken));
    },
    async overrides() {
      const found = new Map<PublicationId, Override>();
      for (const item of await allItems(client, table, partitions.overrides.key))
        found.set(publicationField.read({ S: sortKey(item) }, 'override'), overrideFields.read(item, 'override'));
      return found;
    },
    async setOverride(publication, override) {
      const put = new PutItemCommand({
        TableName: table,
        Item: { ...key(partitions.overrides.key, publication), ...overrideFields.write(override) },
        ...(override.version === 1
          ? { ConditionExpression: 'attribute_not_exists(pk)' }
          : {
              ConditionExpression: 'version = :before',
              ExpressionAttributeValues: { ':before': number.write(override.version - 1) },
            }),
      });
      return (await ifCondition(client.send(put))) ? 'set' : 'stale';
    },
  };
}

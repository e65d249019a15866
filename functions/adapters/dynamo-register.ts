import { type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { allItems, getItem, ifCondition, key, putIfAbsent } from '#adapters/dynamo-calls';
import { day, flag, type Item, id, instant, list, map, number, oneOf, record, text, zoned } from '#adapters/dynamo-item';
import { partitions } from '#adapters/stores';
import type { Certificate } from '#core/certificate-counts';
import type { Account, EventFacts, PublicationId, PublicationRecord } from '#core/publication';
import type { StorySighting } from '#core/sighting';
import type { Slug } from '#core/story';
import type { SubscriberId } from '#core/subscriber';
import type { Register, Round, Settled } from '#ports';

const sightingFields = record<StorySighting>(
  { slug: id<Slug>(), seen: instant, published: text, heard: instant, facts: text, edited: instant },
  { followUpHeard: instant },
);

const factFields = record<EventFacts>({ status: oneOf('confirmed', 'postponed', 'cancelled'), starts: text, ends: text, place: text }, {});

const certificateFields = record<Certificate>(
  {
    planned: number,
    accepted: number,
    byEvent: number,
    byPerson: number,
    suppressed: number,
    refused: number,
    held: number,
    open: number,
    twice: number,
  },
  {},
);
const accountFields = record<Account>({ counts: map(certificateFields), heads: number, mails: list(text) }, { erased: instant });

const publicationFields = record<PublicationRecord>(
  {
    id: id<PublicationId>(),
    kind: oneOf('alert', 'digest', 'announcement', 'reminder', 'follow-up', 'change', 'social'),
    channel: oneOf('email', 'x', 'bluesky'),
    due: zoned,
    stories: list(id<Slug>()),
    fate: oneOf('go', 'dropped', 'empty'),
    state: oneOf('waiting', 'sealing', 'sending', 'done', 'missed', 'dropped', 'empty', 'cancelled'),
    version: number,
  },
  {
    reason: text,
    series: text,
    before: text,
    extra: text,
    change: oneOf('cancelled', 'postponed', 'moved', 'confirmed'),
    sequence: number,
    begun: instant,
    firstAt: instant,
    edition: text,
    site: text,
    sender: text,
    unknown: oneOf('resend', 'hold'),
    deadline: instant,
    mills: number,
    audience: number,
    chunks: number,
    account: map(accountFields),
    told: map(factFields),
    was: map(factFields),
  },
);

const settledFields = record<Settled>({ opened: instant, until: instant }, {});
const roundFields = record<Round>({ day, done: flag }, { after: id<SubscriberId>() });

export const publicationKey = (id: PublicationId) => key(partitions.publications.key, id);
export const readPublication = (item: Item): PublicationRecord => publicationFields.read(item, 'publication');

/** Sightings below `SIGHTING`, publications below `PUBLICATION`, how far the ticks have come at `SETTLED`, and the daily round at `ROUND`. */
export function dynamoRegister(client: DynamoDBClient, table: string): Register {
  const publicationItem = (publication: PublicationRecord) => ({
    ...publicationKey(publication.id),
    ...publicationFields.write(publication),
  });
  const put = (item: PutItemCommand['input']['Item'], condition = {}) =>
    client.send(new PutItemCommand({ TableName: table, Item: item, ...condition }));
  // A round that is done stays done: a warm process need not ask after it in every minute of the day.
  let done: Round | undefined;
  return {
    async sightings() {
      const items = await allItems(client, table, partitions.sightings.key);
      return items.map((item) => sightingFields.read(item, 'sighting'));
    },
    async noteSighting(sighting) {
      await put({ ...key(partitions.sightings.key, sighting.slug), ...sightingFields.write(sighting) });
    },
    async settled() {
      const item = await getItem(client, table, key(partitions.settled.key));
      return item && settledFields.read(item, 'settled');
    },
    async settle(settled) {
      await put({ ...key(partitions.settled.key), ...settledFields.write(settled) });
    },
    async round() {
      if (done) return done;
      const item = await getItem(client, table, key(partitions.round.key));
      const round = item && roundFields.read(item, 'round');
      if (round?.done) done = round;
      return round;
    },
    async noteRound(round) {
      await put({ ...key(partitions.round.key), ...roundFields.write(round) });
      done = round.done ? round : undefined;
    },
    async publications() {
      const items = await allItems(client, table, partitions.publications.key);
      return items.map(readPublication);
    },
    async publication(id) {
      const item = await getItem(client, table, publicationKey(id));
      return item && readPublication(item);
    },
    add: (publication) => putIfAbsent(client, table, publicationItem(publication)),
    async replace(publication) {
      const replaced = put(publicationItem({ ...publication, version: publication.version + 1 }), {
        ConditionExpression: 'version = :read',
        ExpressionAttributeValues: { ':read': number.write(publication.version) },
      });
      return (await ifCondition(replaced)) ? 'replaced' : 'stale';
    },
  };
}

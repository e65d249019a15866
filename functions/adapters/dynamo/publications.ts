// Stores publications, stories seen, the ticks' progress and the retention run in the publications table. Stored keys and attributes
// (`SIGHTING`, `SETTLED`, `ROUND`; `storedAs`) are older than the words here.
import { BatchGetItemCommand, type DynamoDBClient, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { allItems, getItem, ifCondition, type Key, key, putIfAbsent } from '#adapters/dynamo/calls';
import { day, flag, type Item, id, instant, list, map, number, oneOf, record, storedAs, text, zoned } from '#adapters/dynamo/item';
import type { Announced, Announcement, PlainPublications } from '#adapters/remembered-publications';
import { partitions } from '#adapters/stores';
import type { MailReports } from '#core/certificate/mail-reports';
import type { WrittenCertificate } from '#core/certificate/written-certificate';
import type { Certificate } from '#core/publication/delivery-counts';
import {
  CHANNEL_NAMES,
  EMAIL_KINDS,
  EVENT_CHANGES,
  type PublicationId,
  type PublicationRecord,
  type PublicationTotals,
} from '#core/publication/publication';
import type { EventFacts } from '#core/story/event-facts';
import type { Slug } from '#core/story/story';
import type { ExtraPostSeen, LastRead, StorySeen } from '#core/story/story-seen';
import type { SubscriberId } from '#core/subscriber/subscriber';
import type { RequestedSummary } from '#core/transactional/sealed-summary';
import type { LastGoodRules, Progress, RetentionRun } from '#ports';

const lastReadFields = record<LastRead>(
  { file: text, title: text, published: text, time: text, text, sketch: text },
  { extraPosts: text, archive: flag },
);

const extraPostSeenFields = record<ExtraPostSeen>({ key: text, at: instant }, {});

const storySeenFields = record<StorySeen>(
  {
    slug: id<Slug>(),
    firstSeen: storedAs('seen', instant),
    published: text,
    publishedSeen: storedAs('heard', instant),
    facts: text,
    factsSeen: storedAs('edited', instant),
  },
  {
    timeSeen: instant,
    followUpSeen: storedAs('followUpHeard', instant),
    extraPostsSeen: list(map(extraPostSeenFields)),
    last: map(lastReadFields),
    address: id<Slug>(),
    formerAddresses: list(id<Slug>()),
    renamedFrom: text,
    renamedAt: instant,
    gone: instant,
    told: flag,
    copyOf: id<Slug>(),
    maybe: id<Slug>(),
  },
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
const totalsFields = record<PublicationTotals>(
  { counts: map(certificateFields), chunksLeft: storedAs('heads', number), mails: list(text) },
  { erased: instant },
);

const publicationFields = record<PublicationRecord>(
  {
    id: id<PublicationId>(),
    kind: oneOf(...EMAIL_KINDS, 'social'),
    channel: oneOf(...CHANNEL_NAMES),
    due: zoned,
    stories: list(id<Slug>()),
    decision: storedAs('fate', oneOf('go', 'dropped', 'empty')),
    state: oneOf('waiting', 'sealing', 'sending', 'done', 'missed', 'dropped', 'empty', 'cancelled'),
    version: number,
  },
  {
    reason: text,
    series: text,
    toldOf: id<Slug>(),
    subject: text,
    introduction: list(text),
    before: text,
    extra: text,
    change: oneOf(...EVENT_CHANGES),
    sequence: number,
    afterTime: flag,
    late: flag,
    missedAt: instant,
    begun: instant,
    firstAt: instant,
    snapshot: storedAs('edition', text),
    site: text,
    sender: text,
    unknown: oneOf('resend', 'hold'),
    deadline: instant,
    priceMilliUsd: storedAs('mills', number),
    audience: number,
    chunks: number,
    totals: storedAs('account', map(totalsFields)),
    announcedFacts: storedAs('told', map(factFields)),
    previousFacts: storedAs('was', map(factFields)),
  },
);

type StoredProgress = Omit<Progress, 'sender'> & { sender?: string };

const lastGoodFields = record<LastGoodRules>({ sealed: text, at: instant }, {});
/** The sender is stored as JSON. */
const progressFields = record<StoredProgress>({ opened: instant, until: instant }, { sender: text, lastGood: map(lastGoodFields) });
/** An item without a holder is a lease that was ended, and without a form that of a release before there was one. */
const leaseFields = record<{ reads?: number; holder?: string; until?: number }>(
  {},
  { reads: storedAs('form', number), holder: text, until: storedAs('runsOut', number) },
);
/** Returns the form of the records that a table of publications holds; 0 when no tick has worked on it. */
export async function storedFormIn(client: DynamoDBClient, table: string): Promise<number> {
  const lease = await getItem(client, table, key(partitions.tickLease.key));
  return lease ? (leaseFields.read(lease, 'lease').reads ?? 0) : 0;
}

const summaryFields = record<RequestedSummary>(
  { day, sealed: text },
  { addresses: list(text), to: text, told: list(text), toldBefore: list(text) },
);
const retentionRunFields = record<RetentionRun>({ day, done: flag }, { after: id<SubscriberId>() });

/** The figures are stored as JSON: they are only ever read whole. */
const peopleMonthFields = record<{ month: string; counts: string }>({ month: text, counts: text }, {});

const announcedFields = record<Announced>({ total: number, newest: list(id<Announcement>()) }, {});
/** The list of the newest announcements grows to this many, and is then cut to its end. */
const MOST_ANNOUNCED = 80;
const KEPT_ANNOUNCED = 40;
/** DynamoDB reads at most this many items in one call. */
const AT_ONCE = 100;
/** So often is asked for what a call has left unread. */
const ATTEMPTS = 4;

const reportFields = record<MailReports>({ delivered: number, cameBack: number, unreported: number }, {});
const writtenFields = record<WrittenCertificate>(
  { publication: id<PublicationId>(), at: instant, sentence: text, wrong: list(text) },
  { reports: map(reportFields) },
);

export const publicationKey = (id: PublicationId): Key => key(partitions.publications.key, id);

export const readPublication = (item: Item): PublicationRecord => publicationFields.read(item, 'publication');

/**
 * Stories seen are below `SIGHTING`, publications below `PUBLICATION`, the progress at `SETTLED`, the newest morning summary at `MORNING`,
 * the retention run at `ROUND`, the people of past months below `PEOPLE`, the lease of the ticks at `LEASE`, and what was announced last at
 * `ANNOUNCED`.
 */
export function dynamoPublications(client: DynamoDBClient, table: string): PlainPublications {
  const publicationItem = (publication: PublicationRecord) => ({
    ...publicationKey(publication.id),
    ...publicationFields.write(publication),
  });
  const put = (item: PutItemCommand['input']['Item'], condition = {}) =>
    client.send(new PutItemCommand({ TableName: table, Item: item, ...condition }));
  const cutAnnounced = async ({ total, newest }: Announced): Promise<void> => {
    const cut = new UpdateItemCommand({
      TableName: table,
      Key: key(partitions.announced.key),
      UpdateExpression: 'SET newest = :kept',
      ConditionExpression: '#total = :read',
      ExpressionAttributeNames: { '#total': 'total' },
      ExpressionAttributeValues: { ':kept': { L: newest.slice(-KEPT_ANNOUNCED).map((S) => ({ S })) }, ':read': number.write(total) },
    });
    await ifCondition(client.send(cut));
  };
  /** Reads the items that exist. @throws when DynamoDB leaves some unread. */
  const someItems = async (keys: Key[]): Promise<Item[]> => {
    const found: Item[] = [];
    let unread = keys;
    for (let attempt = 1; unread.length > 0; attempt += 1) {
      if (attempt > ATTEMPTS) throw new Error('Not all publications could be read. The next minute tries again.');
      const answer = await client.send(new BatchGetItemCommand({ RequestItems: { [table]: { Keys: unread, ConsistentRead: true } } }));
      found.push(...(answer.Responses?.[table] ?? []));
      unread = (answer.UnprocessedKeys?.[table]?.Keys ?? []) as Key[];
    }
    return found;
  };
  // A finished retention run stays finished, so a warm process need not read it every minute of the day.
  let done: RetentionRun | undefined;
  return {
    async takeLease({ until, ...lease }, now) {
      const item = { ...key(partitions.tickLease.key), ...leaseFields.write({ ...lease, until: until.epochMilliseconds }) };
      // The SDK repeats a call whose answer was lost: then the lease is this holder's already.
      const taken = put(item, {
        ConditionExpression:
          '(attribute_not_exists(holder) OR holder = :holder OR runsOut <= :now) AND (attribute_not_exists(form) OR form <= :reads)',
        ExpressionAttributeValues: {
          ':holder': text.write(lease.holder),
          ':now': number.write(now.epochMilliseconds),
          ':reads': number.write(lease.reads),
        },
      });
      if (await ifCondition(taken)) return 'taken';
      return (await storedFormIn(client, table)) > lease.reads ? 'newer' : 'busy';
    },
    async endLease({ holder, reads }) {
      const ended = put(
        { ...key(partitions.tickLease.key), ...leaseFields.write({ reads }) },
        { ConditionExpression: 'holder = :holder', ExpressionAttributeValues: { ':holder': text.write(holder) } },
      );
      await ifCondition(ended);
    },
    async storiesSeen() {
      const items = await allItems(client, table, partitions.storiesSeen.key);
      return items.map((item) => storySeenFields.read(item, 'story seen'));
    },
    async recordStorySeen(storySeen) {
      await put({ ...key(partitions.storiesSeen.key, storySeen.slug), ...storySeenFields.write(storySeen) });
    },
    async progress() {
      const item = await getItem(client, table, key(partitions.progress.key));
      if (!item) return undefined;
      const { sender, ...progress } = progressFields.read(item, 'progress');
      return { ...progress, ...(sender === undefined ? {} : { sender: JSON.parse(sender) }) };
    },
    async recordProgress({ sender, ...progress }) {
      const stored = { ...progress, ...(sender ? { sender: JSON.stringify(sender) } : {}) };
      await put({ ...key(partitions.progress.key), ...progressFields.write(stored) });
    },
    async morningSummary() {
      const item = await getItem(client, table, key(partitions.morningSummary.key));
      return item && summaryFields.read(item, 'morning summary');
    },
    async recordMorningSummary(summary) {
      await put({ ...key(partitions.morningSummary.key), ...summaryFields.write(summary) });
    },
    async retentionRun() {
      if (done) return done;
      const item = await getItem(client, table, key(partitions.retentionRun.key));
      const retentionRun = item && retentionRunFields.read(item, 'retention run');
      if (retentionRun?.done) done = retentionRun;
      return retentionRun;
    },
    async recordRetentionRun(retentionRun) {
      await put({ ...key(partitions.retentionRun.key), ...retentionRunFields.write(retentionRun) });
      done = retentionRun.done ? retentionRun : undefined;
    },
    async peopleMonths() {
      const items = await allItems(client, table, partitions.peopleMonths.key);
      return items.map((item) => JSON.parse(peopleMonthFields.read(item, 'people of a month').counts));
    },
    async keepPeopleMonth(counts) {
      const item = peopleMonthFields.write({ month: counts.month, counts: JSON.stringify(counts) });
      await putIfAbsent(client, table, { ...key(partitions.peopleMonths.key, counts.month), ...item });
    },
    async certificate(publication) {
      const item = await getItem(client, table, key(partitions.certificates.key, publication));
      return item && writtenFields.read(item, 'certificate');
    },
    async keepCertificate(certificate) {
      const item = writtenFields.write(certificate);
      // First, so that a discrepancy is never written without being told.
      if (certificate.wrong.length > 0)
        await putIfAbsent(client, table, { ...key(partitions.discrepancies.key, certificate.publication), ...item });
      await putIfAbsent(client, table, { ...key(partitions.certificates.key, certificate.publication), ...item });
    },
    async discrepancies() {
      const items = await allItems(client, table, partitions.discrepancies.key);
      return items.map((item) => writtenFields.read(item, 'certificate'));
    },
    async all() {
      const items = await allItems(client, table, partitions.publications.key);
      return items.map(readPublication);
    },
    async find(id) {
      const item = await getItem(client, table, publicationKey(id));
      return item && readPublication(item);
    },
    async announce(what) {
      const { Attributes = {} } = await client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: key(partitions.announced.key),
          UpdateExpression: 'SET newest = list_append(if_not_exists(newest, :none), :what) ADD #total :one',
          ExpressionAttributeNames: { '#total': 'total' },
          ExpressionAttributeValues: { ':none': { L: [] }, ':what': { L: [{ S: what }] }, ':one': number.write(1) },
          ReturnValues: 'ALL_NEW',
        }),
      );
      const announced = announcedFields.read(Attributes, 'announced');
      if (announced.newest.length > MOST_ANNOUNCED) await cutAnnounced(announced);
    },
    async announced() {
      const item = await getItem(client, table, key(partitions.announced.key));
      return item ? announcedFields.read(item, 'announced') : { total: 0, newest: [] };
    },
    async some(publications, stories) {
      const keys = [...publications.map(publicationKey), ...stories.map((slug) => key(partitions.storiesSeen.key, slug))];
      const items: Item[] = [];
      for (let start = 0; start < keys.length; start += AT_ONCE) items.push(...(await someItems(keys.slice(start, start + AT_ONCE))));
      const isPublication = ({ pk }: Item) => pk?.S === partitions.publications.key;
      return {
        records: items.filter(isPublication).map(readPublication),
        seen: items.filter((item) => !isPublication(item)).map((item) => storySeenFields.read(item, 'story seen')),
      };
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

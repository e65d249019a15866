import type { Temporal } from 'temporal-polyfill';
import { type DeliveryChange, type GroupAddress, groupsOf } from '#core/delivery/ledger';
import { forgottenEmail } from '#core/publication/forgotten';
import { hasBegun, type PublicationId, type PublicationRecord } from '#core/publication/publication';
import type { SubscriberId } from '#core/subscriber/subscriber';
import { earliest } from '#core/time/compare';
import { rawRows } from '#flow/certificate/certificate';
import { seal } from '#flow/email/seal-audience';
import { acceptance, settle } from '#flow/email/settle-group';
import { readPlan } from '#flow/publish/plan';
import { BY_THE_RESTORE } from '#flow/publish/take-back';
import type { EventArchive, World } from '#ports';

type ReplayWorld = Pick<World, 'content' | 'publications' | 'switches' | 'subscribers' | 'ledger' | 'texts' | 'machine'> & {
  eventArchive: EventArchive;
};

/**
 * What became of one publication's archived mails. `learned`: how many the ledger had forgotten. `outsiders`: how many went to people who
 * are not in its audience any more. `lost`: it began after the restore point; it is closed, and a person decides.
 */
export type Replay = { publication: PublicationId; mails: number } & (
  | { kind: 'learned'; learned: number; outsiders: number }
  | { kind: 'lost' }
);

type Sent = { subscriber: SubscriberId; attempt: number; receipt: string; at: Temporal.Instant };

/** Writes into a rewound ledger every mail that SES has accepted since `since`. May throw; safe to repeat. */
export async function replayMails(world: ReplayWorld, since: Temporal.Instant, now: Temporal.Instant): Promise<Replay[]> {
  const replays: Replay[] = [];
  for (const [publication, sent] of await sentSince(world, since)) {
    const record = await world.publications.find(publication);
    replays.push(
      record && hasBegun(record)
        ? await learn(world, await sealed(world, record), sent)
        : await close(world, publication, record, sent, now),
    );
  }
  return replays;
}

async function sentSince({ eventArchive }: ReplayWorld, since: Temporal.Instant): Promise<Map<PublicationId, Sent[]>> {
  const mails = new Map<PublicationId, Map<string, Sent>>();
  for await (const { kind, tag, receipt, at } of eventArchive.events({ since })) {
    if (kind !== 'accepted' || tag?.kind !== 'delivery') continue;
    const { publication } = tag.at;
    // The same event may be archived twice; it is still one mail.
    mails.set(
      publication,
      (mails.get(publication) ?? new Map()).set(receipt, { subscriber: tag.subscriber, attempt: tag.attempt, receipt, at }),
    );
  }
  return new Map([...mails].map(([publication, sent]) => [publication, [...sent.values()]]));
}

/** A seal that is not finished after this many calls never will be. */
const ROUNDS = 1_000;

/**
 * Seals the rest of the audience, if the rewind has cut it short. Subscribers have changed since, so a reader may be in another chunk than
 * the mail's tag says: the replay goes by the reader, never by the tag's chunk.
 */
async function sealed(world: ReplayWorld, record: PublicationRecord): Promise<PublicationId> {
  for (let round = 0; record.state === 'sealing' && (await seal(world, record)) === undefined; round += 1) {
    if (round === ROUNDS) throw new Error(`The audience of ${record.id} could not be written down. Begin the restore again.`);
  }
  return record.id;
}

async function learn(world: ReplayWorld, publication: PublicationId, sent: Sent[]): Promise<Replay> {
  const chunks = await rawRows(world, publication);
  const places = new Map<SubscriberId, GroupAddress>();
  const known = new Map<SubscriberId, string>();
  for (const { audienceChunk, rows } of chunks) {
    for (const [group, members] of groupsOf(audienceChunk).entries()) {
      for (const { subscriber } of members) places.set(subscriber, { publication, chunk: audienceChunk.chunk, group });
    }
    for (const [subscriber, row] of rows) if (row.state === 'accepted') known.set(subscriber, row.receipt);
  }
  const news = new Map<GroupAddress, DeliveryChange[]>();
  const [addressOf, seen] = [new Map<string, GroupAddress>(), new Set<SubscriberId>()];
  let [learned, outsiders] = [0, 0];
  for (const { subscriber, attempt, receipt } of sent) {
    const place = places.get(subscriber);
    if (!place) outsiders += 1;
    if (!place || known.get(subscriber) === receipt) continue;
    learned += 1;
    const change = acceptance(subscriber, { state: 'accepted', attempt, receipt, by: 'event' });
    // A second mail to one person is written separately, after the first, so that it is recorded as a duplicate.
    const groupKey = seen.has(subscriber) ? `${place.chunk} ${place.group} ${receipt}` : `${place.chunk} ${place.group}`;
    seen.add(subscriber);
    const at = addressOf.get(groupKey) ?? { ...place };
    addressOf.set(groupKey, at);
    news.set(at, [...(news.get(at) ?? []), change]);
  }
  for (const [at, changes] of news) {
    const unsettled = await settle(world, at, changes);
    if (unsettled.length > 0)
      throw new Error(`The ledger did not take in ${unsettled.length} mails of ${publication}. Begin the restore again.`);
  }
  return { publication, mails: sent.length, kind: 'learned', learned, outsiders };
}

/**
 * Closes a publication that began after the restore point: its audience and content are lost, and beginning again would use today's
 * subscribers and stories. The switches are written first, because no restore rewinds them.
 */
async function close(
  world: ReplayWorld,
  publication: PublicationId,
  record: PublicationRecord | undefined,
  sent: Sent[],
  now: Temporal.Instant,
): Promise<Replay> {
  await world.switches.cancel(publication, BY_THE_RESTORE, now);
  const lost: Replay = { publication, mails: sent.length, kind: 'lost' };
  const begun = sent.map(({ at }) => at).reduce<Temporal.Instant | undefined>((a, b) => (a ? earliest(a, b) : b), undefined);
  if (!begun) return lost;
  const plan = record ? undefined : await readPlan(world, now, now);
  const zone = plan?.newsroom.rules.timezone ?? 'Europe/London';
  // A story whose file was renamed since is in the plan by its new name: its record then says that readers have it.
  const planned =
    record ?? plan?.publications.find(({ id }) => id === publication) ?? forgottenEmail(publication, begun.toZonedDateTimeISO(zone));
  if (!planned) return lost;
  const reason = `The store was put back to a time before this began. ${sent.length} of its mails ${sent.length === 1 ? 'was' : 'were'} out by then; who else it was for is not known any more, so nobody else is mailed.`;
  const closed: PublicationRecord = { ...planned, version: record?.version ?? 0, state: 'cancelled', begun, reason };
  const answer = record ? await world.publications.replace(closed) : await world.publications.add(closed);
  if (answer === 'stale' || answer === 'exists')
    throw new Error(`${publication} was changed while it was being closed. Begin the restore again, with nothing else running.`);
  return lost;
}

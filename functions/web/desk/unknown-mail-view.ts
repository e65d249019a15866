// The status of an email that has begun: its certificate, and the readers with an unknown outcome.
import type { Temporal } from 'temporal-polyfill';
import { certify } from '#core/certificate/count-deliveries';
import { type UnknownDeliveries, unknownDeliveries } from '#core/delivery/held-delivery';
import type { Certificate } from '#core/publication/delivery-counts';
import { people } from '#core/publication/names';
import type { PublicationRecord } from '#core/publication/publication';
import type { Subscriber, SubscriberId } from '#core/subscriber/subscriber';
import { isBefore } from '#core/time/compare';
import { nhsDateTime } from '#core/time/nhs-dates';
import { rawRows } from '#flow/certificate/certificate';
import type { World } from '#ports';

export type MailStatus = { counts: Certificate; unknown: UnknownDeliveries };

/** Reads the status of an email: from the stored totals once its delivery rows are deleted, from the rows before that. */
export async function readMailStatus(
  world: Pick<World, 'ledger'>,
  { id, totals }: PublicationRecord,
  now: Temporal.Instant,
): Promise<MailStatus> {
  if (totals) return { counts: totals.counts, unknown: unknownDeliveries([], now) };
  const [rows, duplicates] = await Promise.all([rawRows(world, id), world.ledger.duplicates(id)]);
  return { counts: certify(rows, duplicates.length), unknown: unknownDeliveries(rows, now) };
}

/** Held deliveries on a page; after a decision the page lists the next ones. */
const MOST_LISTED = 100;
/** Names one claim in a form: `<subscriber>.<nonce>`. The decision is about this claim only, whatever has happened to it since. */
const claimValue = (subscriber: SubscriberId, nonce: string) => `${subscriber}.${nonce}`;

/** Reads the claims of a form: nonces by subscriber. */
export function readClaims(values: readonly string[]): Map<string, string> {
  return new Map(values.map((value) => [value.slice(0, value.lastIndexOf('.')), value.slice(value.lastIndexOf('.') + 1)]));
}

type UnknownReader = { name: string; address?: string; gone: boolean; tried: string | undefined; claims: string[] };

/**
 * The readers with an unknown outcome. `whom`: how many, such as `2 people`. `sought`: Newsroom is still finding these out. `held`: a
 * person must decide about these. A cancelled email has only the count.
 */
export type UnknownMailView =
  | { whom: string; cancelled: true; sought?: undefined; held?: undefined }
  | {
      whom: string;
      cancelled?: undefined;
      sought: false | { whom: number | undefined; since: string | undefined };
      held:
        | false
        | {
            others: number | undefined;
            reasons: string[];
            listed: UnknownReader[];
            claims: string[];
            all: string | undefined;
            more: number | undefined;
            over: boolean;
          };
    };

/**
 * Returns the readers with an unknown outcome, and what a person may decide about them. Undefined when every outcome is known. `named`:
 * whoever sees the page may see who they are.
 */
export async function unknownMailView(
  world: Pick<World, 'subscribers'>,
  record: PublicationRecord,
  { unknown, counts }: MailStatus,
  { now, named }: { now: Temporal.Instant; named: boolean },
): Promise<UnknownMailView | undefined> {
  const { held, sought, since } = unknown;
  const zone = record.due.timeZoneId;
  const cancelled = record.state === 'cancelled';
  if (cancelled && counts.held > 0) return { whom: people(counts.held), cancelled };
  if (record.state !== 'sending' || held.length + sought === 0) return undefined;
  const listed = await Promise.all(
    held.slice(0, MOST_LISTED).map(async ({ subscriber, row }, i) => ({
      ...(named ? whoIs(await world.subscribers.find(subscriber)) : { name: `Person ${i + 1}`, gone: false }),
      tried: row.since && nhsDateTime(row.since.toZonedDateTimeISO(zone)),
      claims: [claimValue(subscriber, row.nonce)],
    })),
  );
  return {
    whom: people(held.length + sought),
    sought: sought > 0 && { whom: held.length > 0 ? sought : undefined, since: since && nhsDateTime(since.toZonedDateTimeISO(zone)) },
    held: held.length > 0 && {
      others: sought > 0 ? held.length : undefined,
      // After a crash all have the same reason: it is shown once.
      reasons: [...new Set(held.map(({ row }) => row.why))],
      listed,
      claims: listed.flatMap(({ claims }) => claims),
      all: listed.length > 1 ? wholeList(listed.length, held.length) : undefined,
      more: held.length > listed.length ? listed.length : undefined,
      over: isOver(record, now),
    },
  };
}

function wholeList(listed: number, held: number): string {
  if (listed < held) return `these ${listed} people`;
  return held === 2 ? 'both people' : `all ${held} people`;
}

/** True when the publication may not go out any more, so that "again" would have no effect. */
export function isOver({ deadline }: PublicationRecord, now: Temporal.Instant): boolean {
  return deadline !== undefined && !isBefore(now, deadline);
}

function whoIs(subscriber: Subscriber | undefined) {
  if (!subscriber) return { name: 'Somebody whose details have been deleted', gone: true };
  const { name, address, status } = subscriber;
  return { name: name === '' ? address : name, address: name === '' ? '' : address, gone: status !== 'confirmed' };
}

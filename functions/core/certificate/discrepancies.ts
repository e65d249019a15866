import type { Temporal } from 'temporal-polyfill';
import type { ChunkRows, Member } from '#core/delivery/ledger';
import { isAfter } from '#core/time/compare';

type SubscriberId = Member['subscriber'];

/** One mail that SES accepted, by its event in the event archive. */
export type ArchivedSend = { subscriber: SubscriberId; receipt: string; at: Temporal.Instant };

/** One kind of discrepancy, and the subscribers that it is about. */
export type Finding = {
  /**
   * planned-twice: in the audience twice. shared-receipt: two people's rows name one mail. mailed-twice: SES accepted more than one mail
   * for one person. unrecorded: SES accepted it, but the row does not say so. unproved: the row says so, but the archive has no event of
   * it. unplanned: SES accepted it for someone outside the audience. after-unsubscribe: SES accepted it too long after the unsubscribe.
   */
  kind: 'planned-twice' | 'shared-receipt' | 'mailed-twice' | 'unrecorded' | 'unproved' | 'unplanned' | 'after-unsubscribe';
  subscribers: SubscriberId[];
};

/** A call begins at most 10 s after the reader was read, and takes at most 10 s, so a later acceptance is a fault. */
const AFTER_UNSUBSCRIBE_SECONDS = 20;

type Receipts = ReadonlyMap<SubscriberId, ReadonlySet<string>>;
type AddFinding = (kind: Finding['kind'], subscriber: SubscriberId) => void;

/** Compares the rows with SES's events, person by person. `unsubscribes`: the time of each unsubscribe. Empty when all adds up. */
export function findings(
  chunks: readonly ChunkRows[],
  sends: readonly ArchivedSend[],
  unsubscribes: ReadonlyMap<SubscriberId, Temporal.Instant>,
): Finding[] {
  const found = new Map<Finding['kind'], Set<SubscriberId>>();
  const addFinding: AddFinding = (kind, subscriber) => found.set(kind, (found.get(kind) ?? new Set()).add(subscriber));
  const receipts = new Map<SubscriberId, Set<string>>();
  for (const { subscriber, receipt } of sends) receipts.set(subscriber, (receipts.get(subscriber) ?? new Set()).add(receipt));
  const planned = checkRows(chunks, receipts, addFinding);
  for (const [subscriber, all] of receipts) {
    if (all.size > 1) addFinding('mailed-twice', subscriber);
    if (!planned.has(subscriber)) addFinding('unplanned', subscriber);
  }
  for (const { subscriber, at } of sends) {
    const unsubscribed = unsubscribes.get(subscriber);
    if (unsubscribed && isAfter(at, unsubscribed.add({ seconds: AFTER_UNSUBSCRIBE_SECONDS }))) addFinding('after-unsubscribe', subscriber);
  }
  return [...found].map(([kind, subscribers]) => ({ kind, subscribers: [...subscribers] }));
}

/** Adds what is wrong with the rows, and returns the audience. */
function checkRows(chunks: readonly ChunkRows[], receipts: Receipts, addFinding: AddFinding): Set<SubscriberId> {
  const planned = new Set<SubscriberId>();
  const owned = new Set<string>();
  for (const { audienceChunk, rows } of chunks) {
    for (const { subscriber } of audienceChunk.members) {
      if (planned.has(subscriber)) addFinding('planned-twice', subscriber);
      planned.add(subscriber);
      const row = rows.get(subscriber);
      const seen = receipts.get(subscriber);
      if (row?.state !== 'accepted') {
        if (seen) addFinding('unrecorded', subscriber);
        continue;
      }
      if (!seen?.has(row.receipt)) addFinding('unproved', subscriber);
      if (owned.has(row.receipt)) addFinding('shared-receipt', subscriber);
      owned.add(row.receipt);
    }
  }
  return planned;
}

import type { Temporal } from 'temporal-polyfill';
import type { PublicationId } from '#core/publication/publication';
import type { SubscriberId } from '#core/subscriber/subscriber';
import { isAfter } from '#core/time/compare';

/** Members of a chunk: 100 ids and selections are about 6 KB in one item. */
export const CHUNK_SIZE = 100;

/** Members per claim: a crash leaves the outcomes of at most two groups unknown. */
export const GROUP_SIZE = 20;

/** A subscriber of the sealed audience, and the content address of their mail. */
export type Member = { subscriber: SubscriberId; mail: string };

/**
 * One chunk of the append-only chain that holds a publication's audience. `group`: the group size when it was sealed, which stays when
 * `GROUP_SIZE` changes. `end`: an empty chunk, after which no other follows.
 */
export type AudienceChunk = {
  publication: PublicationId;
  chunk: number;
  group: number;
  members: Member[];
  /** The last subscriber id that was read, mailed or not. The next chunk begins after it. */
  last: SubscriberId | undefined;
  /** How many members the chunks before this one have. Chunks of before that was kept have none. */
  before?: number;
  end: boolean;
  closed: boolean;
};

export type GroupAddress = { publication: PublicationId; chunk: number; group: number };

/** One publication to one subscriber. Without an item it is planned and never claimed. */
export type Delivery =
  /** `why`: what it waits for, other than a worker. */
  | { state: 'ready'; attempt: number; notBefore?: Temporal.Instant; why?: string }
  | { state: 'attempting'; attempt: number; nonce: string; since: Temporal.Instant }
  | { state: 'unresolved'; attempt: number; nonce: string; since: Temporal.Instant; seen: Temporal.Instant; clear?: Temporal.Instant }
  | { state: 'accepted'; attempt: number; receipt: string; by: 'answer' | 'event' }
  | { state: 'suppressed'; attempt: number; why: string }
  | { state: 'refused'; attempt: number; why: string }
  /** `since`: when its call was claimed. */
  | { state: 'held'; attempt: number; nonce: string; why: string; since?: Temporal.Instant }
  /** A person said that a held delivery counts as sent. It is not accepted: that takes evidence, which still overrides it later. */
  | { state: 'confirmed-sent'; attempt: number; by: string };

/** The condition under which a change is written. */
export type Expectation =
  /** It is unclaimed: no item at attempt 0, or ready at this attempt. */
  | { kind: 'free'; attempt: number }
  /** It is still the claim with this nonce, in one of these states. */
  | { kind: 'claim'; nonce: string; states: ('attempting' | 'unresolved' | 'held')[] }
  /** It is not accepted, or accepted with this receipt. */
  | { kind: 'not-accepted-otherwise'; receipt: string };

export type DeliveryChange = { subscriber: SubscriberId; expect: Expectation; to: Delivery };

/** Returns the groups of a chunk, by the chunk's own group size. */
export function groupsOf(audienceChunk: AudienceChunk): Member[][] {
  const groups: Member[][] = [];
  for (let i = 0; i < audienceChunk.members.length; i += audienceChunk.group)
    groups.push(audienceChunk.members.slice(i, i + audienceChunk.group));
  return groups;
}

/** True when no further call or decision can follow. */
export function isFinal(delivery: Delivery): boolean {
  switch (delivery.state) {
    case 'accepted':
    case 'suppressed':
    case 'refused':
    case 'confirmed-sent':
      return true;
    case 'ready':
    case 'attempting':
    case 'unresolved':
    case 'held':
      return false;
    default:
      return delivery satisfies never;
  }
}

/** What a mail's row and a post's have in common. */
type Claimable = { state: string; attempt: number; nonce?: string; receipt?: string; notBefore?: Temporal.Instant };

/** Free: never claimed, or ready and its waiting time is over. */
export function isFree(row: Claimable | undefined, now: Temporal.Instant): boolean {
  if (row === undefined) return true;
  return row.state === 'ready' && (row.notBefore === undefined || !isAfter(row.notBefore, now));
}

/** Whether an expectation holds of what is stored: the meaning that every store's conditional write must have. */
export function holds(expect: Expectation, stored: Claimable | undefined): boolean {
  switch (expect.kind) {
    case 'free':
      return stored === undefined ? expect.attempt === 0 : stored.state === 'ready' && stored.attempt === expect.attempt;
    case 'claim':
      return stored !== undefined && stored.nonce === expect.nonce && expect.states.some((state) => state === stored.state);
    case 'not-accepted-otherwise':
      return stored === undefined || stored.state !== 'accepted' || stored.receipt === expect.receipt;
    default:
      return expect satisfies never;
  }
}

export type ChunkRows = { audienceChunk: AudienceChunk; rows: Map<SubscriberId, Delivery> };

import type { Temporal } from 'temporal-polyfill';
import type { PublicationId } from '#core/publication/publication';
import type { SubscriberId } from '#core/subscriber/subscriber';
import { isAfter } from '#core/time/compare';

/** Members of a chunk: 100 ids and selections are about 6 KB in one item. */
export const CHUNK_SIZE = 100;

/** Members per claim: a crash leaves at most one group unknown (DESIGN.md section 5). */
export const GROUP_SIZE = 20;

/** One subscriber of the sealed audience, and the content address of the mail that is hers. */
export type Member = { subscriber: SubscriberId; mail: string };

/**
 * A link of the append-only chain that says who a publication is for. `group` is the group size it was cut with, and
 * stays so when the code changes. `end`: no chunk follows and this one holds nobody.
 */
export type AudienceChunk = {
  publication: PublicationId;
  chunk: number;
  group: number;
  members: Member[];
  /** The last subscriber id that was looked at, mailed or not: where the next chunk begins to look. */
  last: SubscriberId | undefined;
  end: boolean;
  closed: boolean;
};

export type GroupAddress = { publication: PublicationId; chunk: number; group: number };

/** One publication to one subscriber. No item yet means: planned, never claimed. */
export type Delivery =
  /** `why`: what it waits for, when that is more than a worker. */
  | { state: 'ready'; attempt: number; notBefore?: Temporal.Instant; why?: string }
  | { state: 'attempting'; attempt: number; nonce: string; since: Temporal.Instant }
  | { state: 'unresolved'; attempt: number; nonce: string; since: Temporal.Instant; seen: Temporal.Instant; clear?: Temporal.Instant }
  | { state: 'accepted'; attempt: number; receipt: string; by: 'answer' | 'event' }
  | { state: 'suppressed'; attempt: number; why: string }
  | { state: 'refused'; attempt: number; why: string }
  /** `since`: when its call was claimed. */
  | { state: 'held'; attempt: number; nonce: string; why: string; since?: Temporal.Instant }
  /** It was held, and a person has said that it counts as sent. Not accepted: that takes evidence, which still wins when it comes. */
  | { state: 'confirmed-sent'; attempt: number; by: string };

/** What must still be so for a change to be written. */
export type Expectation =
  /** Nobody has it: no item at attempt 0, or ready at this attempt. */
  | { kind: 'free'; attempt: number }
  /** It is still the claim with this nonce, in one of these states. */
  | { kind: 'claim'; nonce: string; states: ('attempting' | 'unresolved' | 'held')[] }
  /** It is not accepted, or accepted with this very receipt. */
  | { kind: 'not-accepted-otherwise'; receipt: string };

export type DeliveryChange = { subscriber: SubscriberId; expect: Expectation; to: Delivery };

/** The groups that a chunk is cut into, always with the head's own group size. */
export function groupsOf(audienceChunk: AudienceChunk): Member[][] {
  const groups: Member[][] = [];
  for (let i = 0; i < audienceChunk.members.length; i += audienceChunk.group)
    groups.push(audienceChunk.members.slice(i, i + audienceChunk.group));
  return groups;
}

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

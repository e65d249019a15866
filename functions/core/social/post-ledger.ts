import type { Temporal } from 'temporal-polyfill';
import type { PublicationId } from '#core/publication/publication';

/** One post of a publication: 0 is the first, the others reply to the one before. */
export type PostPart = { publication: PublicationId; part: number };

/**
 * One row for a part of a social post, with states like a mail delivery's. `seen`: the tick that found it without an outcome.
 * `blank`: the lookups on the timeline that did not find it, the last one at `lookedUp`. missed: its deadline has passed or a
 * person has cancelled it, so it cannot be claimed again. held: a person must decide. `since`: when its call was claimed.
 */
export type SocialDelivery =
  | { state: 'ready'; attempt: number; notBefore?: Temporal.Instant }
  | {
      state: 'attempting';
      attempt: number;
      nonce: string;
      since: Temporal.Instant;
      seen?: Temporal.Instant;
      lookedUp?: Temporal.Instant;
      blank: number;
    }
  | { state: 'posted'; attempt: number; id: string; by: 'answer' | 'timeline' | 'person' }
  | { state: 'refused'; attempt: number; why: string }
  | { state: 'missed'; attempt: number }
  | { state: 'held'; attempt: number; nonce: string; why: string; since?: Temporal.Instant };

export type SocialExpectation = { kind: 'free'; attempt: number } | { kind: 'claim'; nonce: string; states: ('attempting' | 'held')[] };

export type SocialChange = { expect: SocialExpectation; to: SocialDelivery };

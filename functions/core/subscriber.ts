import type { Temporal } from 'temporal-polyfill';
import type { Topic } from '#core/story';

/** A keyed hash of the normalised address: opaque in links, tags and logs, and the same person is the same id for ever. */
export type SubscriberId = string & { readonly brand: 'SubscriberId' };

export type SubscriberStatus = 'pending' | 'confirmed' | 'left' | 'bounced' | 'complained';

/** A person who asked for the emails. Only `confirmed` people are mailed. */
export type Subscriber = {
  id: SubscriberId;
  address: string;
  name: string;
  organisation?: string;
  /** `each`, `events`, or the name of a digest in the rules. */
  frequency: string;
  /** Empty means every topic. */
  topics: Topic[];
  status: SubscriberStatus;
  confirmedAt?: Temporal.Instant;
};

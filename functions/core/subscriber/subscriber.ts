import type { Temporal } from 'temporal-polyfill';
import type { Topic } from '#core/rules/rules';

/** A keyed hash of the normalised address: opaque in links, tags and logs, and always the same for one address. */
export type SubscriberId = string & { readonly brand: 'SubscriberId' };

export type SubscriberStatus = 'pending' | 'confirmed' | 'unsubscribed' | 'bounced' | 'complained';

/**
 * How a reader unsubscribed. one-click: by the button of a mail program · page: on our page · mail: by email · moved: the emails go to
 * another address now · desk: the programme lead did it for the reader.
 */
export type UnsubscribeMethod = 'one-click' | 'page' | 'mail' | 'moved' | 'desk';

/** What a reader can choose about the emails. */
export type Choices = {
  name: string;
  organisation?: string;
  /** `each`, `events`, or the name of a digest in the rules. */
  frequency: string;
  /** Empty means every topic. */
  topics: Topic[];
};

/**
 * The record of consent that the law asks for: which words the reader agreed to, where and when. `wording` is the address of those words
 * in the sealed texts. `by`: the reader confirmed by our email, or was on a list that the programme lead imported, with the lead's
 * statement of the words.
 */
export type Consent = {
  by: 'confirmation' | 'import';
  wording: string;
  page: string;
  asked: Temporal.Instant;
  confirmed: Temporal.Instant;
};

/** A person who asked for the emails. Only `confirmed` subscribers get any. */
export type Subscriber = Choices & {
  id: SubscriberId;
  address: string;
  status: SubscriberStatus;
  confirmedAt?: Temporal.Instant;
  consent?: Consent;
  /** The first day on which the reader wants emails again. */
  pausedUntil?: Temporal.PlainDate;
  unsubscribed?: { at: Temporal.Instant; method: UnsubscribeMethod };
  /** The number of times that the record has been stored; absent before the first. */
  version?: number;
};

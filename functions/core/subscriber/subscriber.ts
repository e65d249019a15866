import type { Temporal } from 'temporal-polyfill';
import type { Topic } from '#core/rules/rules';

/** A keyed hash of the normalised address: opaque in links, tags and logs, and the same person is the same id for ever. */
export type SubscriberId = string & { readonly brand: 'SubscriberId' };

export type SubscriberStatus = 'pending' | 'confirmed' | 'unsubscribed' | 'bounced' | 'complained';

/**
 * How somebody left: by the button of her mail program, by our page, by email, because she gave another address, or because she
 * asked the programme lead, who did it on the desk.
 */
export type UnsubscribeMethod = 'one-click' | 'page' | 'mail' | 'moved' | 'desk';

/** What people can choose about the emails they get. */
export type Choices = {
  name: string;
  organisation?: string;
  /** `each`, `events`, or the name of a digest in the rules. */
  frequency: string;
  /** Empty means every topic. */
  topics: Topic[];
};

/**
 * How somebody came to be mailed, as the law wants it kept: which words she agreed to, where, and when. `wording` is the content
 * address of those words among the sealed texts. `by`: she pressed the button of our confirmation mail herself, or she was on a
 * list that the programme lead brought, with the words that the lead vouched for.
 */
export type Consent = {
  by: 'confirmation' | 'import';
  wording: string;
  page: string;
  asked: Temporal.Instant;
  confirmed: Temporal.Instant;
};

/** A person who asked for the emails. Only `confirmed` people are mailed. */
export type Subscriber = Choices & {
  id: SubscriberId;
  address: string;
  status: SubscriberStatus;
  confirmedAt?: Temporal.Instant;
  consent?: Consent;
  /** The first day on which she wants to be mailed again. */
  pausedUntil?: Temporal.PlainDate;
  unsubscribed?: { at: Temporal.Instant; method: UnsubscribeMethod };
  /** How often she has been stored; absent before the first time. */
  version?: number;
};

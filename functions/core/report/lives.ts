// How long each person was on the list, as far as it is known. Every figure about people in a report is counted from these.
import type { Temporal } from 'temporal-polyfill';
import type { Consent, Subscriber, UnsubscribeMethod } from '#core/subscriber/subscriber';

/** How a person left. `moved`: to another address of theirs. `unknown`: the profile does not say how. */
export type Leaving = UnsubscribeMethod | 'bounced' | 'complained' | 'unknown';

/**
 * One profile. `joined` and `at` are absent when nobody knows when. Somebody who left and came back has joined when they came back: the
 * profile does not hold more.
 */
export type Life = Pick<Subscriber, 'organisation' | 'topics' | 'frequency'> & {
  by: Consent['by'];
  joined?: Temporal.Instant;
  left?: { how: Leaving; at?: Temporal.Instant };
};

/** Returns a person's time on the list; undefined for who never was. `stopped`: since when a bounced or complained person gets no mail. */
export function lifeOf(subscriber: Subscriber, stopped?: Temporal.Instant): Life | undefined {
  const { status, confirmedAt, consent, unsubscribed, organisation, topics, frequency } = subscriber;
  const life: Life = {
    by: consent?.by ?? 'confirmation',
    topics,
    frequency,
    ...(organisation === undefined ? {} : { organisation }),
    ...(confirmedAt ? { joined: confirmedAt } : {}),
  };
  switch (status) {
    case 'pending':
      return undefined;
    case 'confirmed':
      return life;
    case 'unsubscribed':
      return { ...life, left: unsubscribed ? { how: unsubscribed.method, at: unsubscribed.at } : { how: 'unknown' } };
    case 'bounced':
    case 'complained':
      return { ...life, left: { how: status, ...(stopped ? { at: stopped } : {}) } };
    default:
      return status satisfies never;
  }
}

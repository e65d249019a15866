// How long each person was on the list, as far as it is known. Every figure about people in a report is counted from these.
import type { Temporal } from 'temporal-polyfill';
import type { Consent, Subscriber, UnsubscribeMethod } from '#core/subscriber/subscriber';

/** How a person left. `moved`: to another address of theirs. `unknown`: the profile does not say how. */
export type Leaving = UnsubscribeMethod | 'bounced' | 'complained' | 'unknown';

export type LifeChoices = Pick<Subscriber, 'organisation' | 'topics' | 'frequency'>;

/**
 * One profile. `joinedMs` and `atMs` are absent when nobody knows when. Somebody who left and came back has joined when they came back: the
 * profile does not hold more. Both are milliseconds since 1970, because a report compares those of a hundred thousand people.
 */
export type Life = LifeChoices & {
  by: Consent['by'];
  joinedMs?: number;
  left?: { how: Leaving; atMs?: number };
};

/** Returns a person's time on the list; undefined for who never was. `stopped`: since when a bounced or complained person gets no mail. */
export function lifeOf(subscriber: Subscriber, stopped?: Temporal.Instant): Life | undefined {
  const { status, confirmedAt, consent, unsubscribed, organisation, topics, frequency } = subscriber;
  const life: Life = {
    by: consent?.by ?? 'confirmation',
    topics,
    frequency,
    ...(organisation === undefined ? {} : { organisation }),
    ...(confirmedAt ? { joinedMs: confirmedAt.epochMilliseconds } : {}),
  };
  switch (status) {
    case 'pending':
      return undefined;
    case 'confirmed':
      return life;
    case 'unsubscribed':
      return { ...life, left: unsubscribed ? { how: unsubscribed.method, atMs: unsubscribed.at.epochMilliseconds } : { how: 'unknown' } };
    case 'bounced':
    case 'complained':
      return { ...life, left: { how: status, ...(stopped ? { atMs: stopped.epochMilliseconds } : {}) } };
    default:
      return status satisfies never;
  }
}

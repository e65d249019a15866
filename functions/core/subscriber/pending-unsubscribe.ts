// Tells a mail scanner from a reader: a scanner presses the one-click button for many readers at once, soon after a delivery.
import type { Temporal } from 'temporal-polyfill';
import type { SubscriberId } from '#core/subscriber/subscriber';
import { byTime, isAfter } from '#core/time/compare';

/**
 * A press of a reader's one-click button, by the reader or by a scanner. Either way the reader gets no mail from then on.
 * `network`: a keyed hash of where the press came from, empty when unknown. `inBurst`: it was one of a burst.
 */
export type PendingUnsubscribe = { id: SubscriberId; at: Temporal.Instant; network: string; inBurst: boolean };

/** Presses for this many readers from one network within this time are a burst. */
const BURST = { people: 3, seconds: 120 } as const;
/** After this time all presses of a burst have arrived. */
const BURST_COMPLETE_MINUTES = 10;
/**
 * The time in which the programme lead can say that a burst was a scanner: two days, so that a morning summary names each burst at least a
 * day before its time is over. The readers get no mail meanwhile.
 */
export const BURST_DECISION_HOURS = 48;

/**
 * Returns what is certain at `now`: the presses that turn out to be in a burst, and those that count as unsubscribed. A press counts
 * after 10 minutes, one of a burst after 48 hours.
 */
export function judgePendingUnsubscribes(
  pending: readonly PendingUnsubscribe[],
  now: Temporal.Instant,
): { newInBurst: PendingUnsubscribe[]; unsubscribed: PendingUnsubscribe[] } {
  const bursts = new Set(inBursts(pending));
  const newInBurst = pending.filter((one) => !one.inBurst && bursts.has(one));
  const unsubscribed = pending.filter((one) => {
    const isInBurst = one.inBurst || bursts.has(one);
    const known = one.at.add(isInBurst ? { hours: BURST_DECISION_HOURS } : { minutes: BURST_COMPLETE_MINUTES });
    return !isAfter(known, now);
  });
  return { newInBurst, unsubscribed };
}

/** Returns the open presses that are in a burst, by network, in the order in which they came. */
export function openBursts(pending: readonly PendingUnsubscribe[]): Map<string, PendingUnsubscribe[]> {
  const now = new Set(inBursts(pending));
  const inBurst = pending.filter((one) => one.inBurst || now.has(one)).toSorted((a, b) => byTime(a.at, b.at));
  return Map.groupBy(inBurst, ({ network }) => network);
}

/** Returns the presses that are in a burst. Each reader has one pending unsubscribe at most. */
function inBursts(pending: readonly PendingUnsubscribe[]): PendingUnsubscribe[] {
  const known = pending.filter(({ network }) => network !== '');
  const networks = Map.groupBy(known, ({ network }) => network);
  return [...networks.values()].flatMap((presses) => {
    const inOrder = presses.toSorted((a, b) => byTime(a.at, b.at));
    return inOrder.filter((_, i) => {
      // A press is in a burst if it is one of three consecutive presses within 120 seconds.
      for (let first = Math.max(0, i - BURST.people + 1); first <= i; first += 1) {
        const from = inOrder[first];
        const to = inOrder[first + BURST.people - 1];
        if (from && to && to.at.epochMilliseconds - from.at.epochMilliseconds <= BURST.seconds * 1000) return true;
      }
      return false;
    });
  });
}

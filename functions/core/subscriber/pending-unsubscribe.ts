// A mail scanner that presses the one-click button does so for many people at once, soon after a delivery; a person presses for herself.
import type { Temporal } from 'temporal-polyfill';
import type { SubscriberId } from '#core/subscriber/subscriber';
import { byTime, isAfter } from '#core/time/compare';

/**
 * Somebody's one-click button was pressed, and nobody knows yet by whom. `network`: a keyed hash of where the press came from, empty when that is not known.
 * `suspect`: it was one of a burst. She is not mailed from the first moment on, whatever it turns out to be.
 */
export type PendingUnsubscribe = { id: SubscriberId; at: Temporal.Instant; network: string; inBurst: boolean };

/** Presses for so many people, from one network, within so long, are a burst. */
const BURST = { people: 3, seconds: 120 } as const;
/** By then all presses of the same burst have come. */
const BURST_COMPLETE_MINUTES = 10;
/** So long the programme lead may say that it was a scanner. */
export const BURST_DECISION_HOURS = 24;

/** What is known by `now`: who turns out to be of a burst, and who has certainly left. */
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

/** When each was pressed, in order, by network: one departure is one person. */
function inBursts(pending: readonly PendingUnsubscribe[]): PendingUnsubscribe[] {
  const known = pending.filter(({ network }) => network !== '');
  const networks = Map.groupBy(known, ({ network }) => network);
  return [...networks.values()].flatMap((presses) => {
    const inOrder = presses.toSorted((a, b) => byTime(a.at, b.at));
    return inOrder.filter((_, i) => {
      // It is in a burst if one of the windows of three that hold it is short enough.
      for (let first = Math.max(0, i - BURST.people + 1); first <= i; first += 1) {
        const from = inOrder[first];
        const to = inOrder[first + BURST.people - 1];
        if (from && to && to.at.epochMilliseconds - from.at.epochMilliseconds <= BURST.seconds * 1000) return true;
      }
      return false;
    });
  });
}

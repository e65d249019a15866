// Decides what to do with a delivery whose outcome is unknown. Only the sweep asks, with the tick's time.
import type { Temporal } from 'temporal-polyfill';
import type { Delivery } from '#core/delivery/ledger';
import type { UnknownPolicy } from '#core/rules/rules';
import { isBefore } from '#core/time/compare';

/** A claim this old is no longer in progress: an invocation lasts one minute, and a claim's time is the tick that enqueued its job. */
export const UNRESOLVED_AFTER_MINUTES = 3;

/** After this an old attempt can no longer be accepted: an invocation lasts one minute, and a signature is valid for 15 at most. */
const WAIT_MINUTES = 20;

/** How late an event may be once a canary has proved that events arrive. */
const QUIET_MINUTES = 15;

/** The least time between two canaries. */
const CANARY_MINUTES = 4;

/** After this many attempts with an unknown outcome, a person decides. */
const MOST_ATTEMPTS = 3;

/** `sent`: the newest canary. `back`: the newest canary whose event came back. */
export type CanaryProof = { sent?: Temporal.Instant; back?: Temporal.Instant };

/** Returns the next state of a delivery with an unknown outcome at this tick, or undefined when it stays as it is. */
export function resolveUnknown(delivery: Delivery, now: Temporal.Instant, proof: CanaryProof, policy: UnknownPolicy): Delivery | undefined {
  if (delivery.state === 'attempting') {
    if (isBefore(now, delivery.since.add({ minutes: UNRESOLVED_AFTER_MINUTES }))) return undefined;
    return { ...delivery, state: 'unresolved', seen: now };
  }
  if (delivery.state !== 'unresolved') return undefined;
  const { attempt, nonce, since, seen, clear } = delivery;
  if (clear === undefined) {
    const waited = seen.add({ minutes: WAIT_MINUTES });
    if (isBefore(now, waited) || proof.back === undefined || isBefore(proof.back, waited)) return undefined;
    return { ...delivery, clear: now };
  }
  if (isBefore(now, clear.add({ minutes: QUIET_MINUTES }))) return undefined;
  if (policy === 'resend' && attempt < MOST_ATTEMPTS) return { state: 'ready', attempt };
  return {
    state: 'held',
    attempt,
    nonce,
    since,
    why: 'The mail provider did not answer, and has reported nothing of this email since, though its reports of other emails came.',
  };
}

/** True when a delivery waits for a canary, and the last one was sent at least 4 minutes ago. */
export function wantsCanary(deliveries: readonly (Delivery | undefined)[], now: Temporal.Instant, { sent, back }: CanaryProof): boolean {
  if (sent !== undefined && isBefore(now, sent.add({ minutes: CANARY_MINUTES }))) return false;
  return deliveries.some((delivery) => {
    if (delivery?.state !== 'unresolved' || delivery.clear !== undefined) return false;
    const waited = delivery.seen.add({ minutes: WAIT_MINUTES });
    return !isBefore(now, waited) && (back === undefined || isBefore(back, waited));
  });
}

// What becomes of a delivery whose call has no known outcome. Nobody but the sweeper asks, and it asks with the tick's time.
import type { Temporal } from 'temporal-polyfill';
import type { Delivery } from '#core/delivery/ledger';
import type { UnknownPolicy } from '#core/rules/rules';
import { isBefore } from '#core/time/compare';

/** A claim this old is not under way any more: an invocation lives one minute, and the claim bears the time of the tick that rang for it. */
export const UNRESOLVED_AFTER_MINUTES = 3;

/** Nothing of an old attempt can still be accepted after this: an invocation's minute, and the 15 minutes at most that a signature is good for. */
const WAIT_MINUTES = 20;

/** How late an event may be once the channel is known to carry events. */
const QUIET_MINUTES = 15;

/** Between two canaries. */
const CANARY_MINUTES = 4;

/** A delivery that has been in doubt this often is for a person to decide. */
const MOST_ATTEMPTS = 3;

/** The newest canary that was sent, and the newest whose event came back. */
export type CanaryProof = { sent?: Temporal.Instant; back?: Temporal.Instant };

/** The next state of a delivery in doubt at this tick, or undefined when it stays as it is. */
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

/** Whether some delivery waits for a canary, and the last one was sent long enough ago to send another. */
export function wantsCanary(deliveries: readonly (Delivery | undefined)[], now: Temporal.Instant, { sent, back }: CanaryProof): boolean {
  if (sent !== undefined && isBefore(now, sent.add({ minutes: CANARY_MINUTES }))) return false;
  return deliveries.some((delivery) => {
    if (delivery?.state !== 'unresolved' || delivery.clear !== undefined) return false;
    const waited = delivery.seen.add({ minutes: WAIT_MINUTES });
    return !isBefore(now, waited) && (back === undefined || isBefore(back, waited));
  });
}

// What a failed question about ourselves proves of a social account. It is judged as a failed post is, and proves nothing when that would.
import type { AccountFound } from '#core/doctor/findings';
import { type BlueskyFailure, blueskyOutcome } from '#core/social/bluesky-outcome';
import { type PostFailure, postOutcome } from '#core/social/x-outcome';

export type AccountFault = Exclude<AccountFound, { is: 'open' }>;

/** Undefined when it proves nothing of the account: X did not answer, or was busy. */
export function xAccountFault(failure: PostFailure): AccountFault | undefined {
  const outcome = postOutcome(failure);
  if (outcome.kind !== 'stopped' || failure.status === undefined) return undefined;
  const { status, type } = failure;
  const said = outcome.why;
  if (status === 402 || /usage-capped/.test(type)) return { is: 'no-credit', said };
  if (/client-forbidden|client-not-enrolled|oauth1-permissions/.test(type)) return { is: 'no-access', said };
  return { is: status === 401 ? 'keys-refused' : 'suspended', said };
}

export function blueskyAccountFault(failure: BlueskyFailure): AccountFault | undefined {
  const outcome = blueskyOutcome(failure);
  if (outcome.kind !== 'stopped' || failure.status === undefined) return undefined;
  const gone = failure.error === 'AccountTakedown' || failure.error === 'RepoDeactivated';
  return { is: gone ? 'suspended' : 'keys-refused', said: outcome.why };
}

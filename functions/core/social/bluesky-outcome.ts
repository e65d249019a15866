import { type BrokenWire, neverSpoke } from '#core/delivery/connection-failure';
import type { Outcome } from '#core/delivery/outcome';

/** What is known of a call to Bluesky that did not succeed: a whole answer with an error status and the name of its error, or a wire that broke. */
export type BlueskyFailure = { status: number; error: string; message: string } | ({ status?: undefined } & BrokenWire);

const STOPS = new Map([
  ['NoKeys', 'The rules name a Bluesky account, and its app password is not stored. Store it, as docs/social-accounts.md says.'],
  ['AuthenticationRequired', 'Bluesky does not know our app password. Make a new one in the account’s settings and store it.'],
  ['InvalidToken', 'Bluesky does not let us in. Make a new app password in the account’s settings and store it.'],
  [
    'AuthFactorTokenRequired',
    'Bluesky asks for a code by email, as it does for the account’s own password. Store an app password instead.',
  ],
  ['AccountTakedown', 'Bluesky has taken the account down. Sign in to Bluesky to see why.'],
  ['RepoDeactivated', 'The account on Bluesky is switched off. Sign in to Bluesky and switch it on.'],
]);

/** What one failed call to write a post proves. Unlike X, Bluesky keeps a post under our own key: what may be there is looked for by it. */
export function blueskyOutcome(failure: BlueskyFailure): Outcome {
  if (failure.status === undefined) {
    if (neverSpoke(failure)) return { kind: 'try-later', why: 'unreachable' };
    return { kind: 'unknown', why: `The connection to Bluesky broke after we spoke (${failure.code ?? failure.message}).` };
  }
  const { status, error, message } = failure;
  const stop = STOPS.get(error);
  if (stop !== undefined) return { kind: 'stopped', why: stop };
  // Something else stands under our key: an earlier attempt, made before the text or its image was changed.
  if (error === 'InvalidSwap') return { kind: 'unknown', why: 'Bluesky holds a post under this key.' };
  // A session that ends between its beginning and the call is begun anew with the next ring.
  if (error === 'ExpiredToken') return { kind: 'try-later', why: 'unreachable' };
  if (status === 429) return { kind: 'try-later', why: 'rate' };
  if (status === 401 || status === 403) return { kind: 'stopped', why: `Bluesky does not let us post: ${message || error}` };
  if (status === 400 || status === 413) return { kind: 'refused', why: `Bluesky refused the post: ${message || error}` };
  return { kind: 'unknown', why: `Bluesky answered ${status}.` };
}

/** What a failure before the post itself proves: never that the post may be there. */
export function beforeThePost(failure: BlueskyFailure): Outcome {
  const outcome = blueskyOutcome(failure);
  return outcome.kind === 'unknown' ? { kind: 'try-later', why: 'unreachable' } : outcome;
}

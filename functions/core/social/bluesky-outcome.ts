import { type BrokenWire, neverSpoke } from '#core/delivery/connection-failure';
import type { Outcome } from '#core/delivery/outcome';

/** A failed call to Bluesky: a complete answer with an error status and the name of its error, or a failed connection. */
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

/**
 * Returns the outcome that one failed call to write a post proves. Bluesky, unlike X, keeps a post under our own key, so a lookup by it
 * resolves an unknown outcome.
 */
export function blueskyOutcome(failure: BlueskyFailure): Outcome {
  if (failure.status === undefined) {
    if (neverSpoke(failure)) return { kind: 'try-later', why: 'unreachable' };
    return { kind: 'unknown', why: `The connection to Bluesky broke after we spoke (${failure.code ?? failure.message}).` };
  }
  const { status, error, message } = failure;
  const stop = STOPS.get(error);
  if (stop !== undefined) return { kind: 'stopped', why: stop };
  // Another record has our key: an earlier attempt, from before the text or its image was changed.
  if (error === 'InvalidSwap') return { kind: 'unknown', why: 'Bluesky holds a post under this key.' };
  // The session expired before the call. The next job starts a new one.
  if (error === 'ExpiredToken') return { kind: 'try-later', why: 'unreachable' };
  if (status === 429) return { kind: 'try-later', why: 'rate' };
  if (status === 401 || status === 403) return { kind: 'stopped', why: `Bluesky does not let us post: ${message || error}` };
  if (status === 400 || status === 413) return { kind: 'refused', why: `Bluesky refused the post: ${message || error}` };
  return { kind: 'unknown', why: `Bluesky answered ${status}.` };
}

/** Returns the outcome of a failure before the call that posts. It is never unknown, because nothing can have been posted. */
export function beforeThePost(failure: BlueskyFailure): Outcome {
  const outcome = blueskyOutcome(failure);
  return outcome.kind === 'unknown' ? { kind: 'try-later', why: 'unreachable' } : outcome;
}

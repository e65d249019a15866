import { type BrokenWire, neverSpoke } from '#core/delivery/connection-failure';
import type { Outcome } from '#core/delivery/outcome';

/** A call to X that gave no id: a complete answer with an error status, or a failed connection. `codes`: X's older error numbers. */
export type PostFailure = { status: number; type: string; detail: string; codes: number[] } | ({ status?: undefined } & BrokenWire);

const STOPS: { sign: (type: string, detail: string, codes: number[]) => boolean; why: string }[] = [
  {
    sign: (type, detail, codes) => /user-suspended/.test(type) || /is suspended/i.test(detail) || codes.includes(64),
    why: 'X has suspended the account. Sign in to X to see why.',
  },
  {
    sign: (_, detail, codes) => codes.includes(326) || /temporarily locked/i.test(detail),
    why: 'X has locked the account. Sign in to X and unlock it.',
  },
  {
    sign: (type) => /client-forbidden|client-not-enrolled/.test(type),
    why: 'X does not let our app post. Look at its project in the X developer console.',
  },
  {
    sign: (type) => /oauth1-permissions/.test(type),
    why: 'The keys of our X app may only read. Give it permission to write, then make new keys.',
  },
  { sign: (type) => /usage-capped/.test(type), why: 'The spending limit of our X app is reached. Raise it in the X developer console.' },
];

/**
 * Returns the outcome that one failed call to create a post proves. X has no idempotency key, so a post that may exist is `unknown` until
 * a lookup on the account's timeline.
 */
export function postOutcome(failure: PostFailure): Outcome {
  if (failure.status === undefined) {
    if (neverSpoke(failure)) return { kind: 'try-later', why: 'unreachable' };
    return { kind: 'unknown', why: `The connection to X broke after we spoke (${failure.code ?? failure.message}).` };
  }
  const { status, type, detail, codes } = failure;
  if (status < 400 || status >= 500 || status === 408) return { kind: 'unknown', why: `X answered ${status}.` };
  const stop = STOPS.find(({ sign }) => sign(type, detail, codes));
  if (stop) return { kind: 'stopped', why: stop.why };
  switch (status) {
    case 401:
      return { kind: 'stopped', why: 'X no longer knows our keys. Make new ones in the X developer console and store them.' };
    case 402:
      return { kind: 'stopped', why: 'Our X account has no credit left. Buy some in the X developer console.' };
    case 429:
      return { kind: 'try-later', why: 'rate' };
    case 403:
      // After a lost answer, this error is the sign that the post exists.
      if (/duplicate content/i.test(detail) || codes.includes(187)) return { kind: 'unknown', why: 'X holds a post with this very text.' };
      // X may not yet know the parent everywhere when its reply follows at once.
      if (codes.includes(385) || /deleted or not visible/i.test(detail)) return { kind: 'try-later', why: 'unreachable' };
      return { kind: 'refused', why: `X refused the post: ${detail}` };
    case 400:
    case 413:
    case 422:
      return { kind: 'refused', why: `X refused the post: ${detail}` };
    default:
      return { kind: 'stopped', why: `X answers our calls with ${status}.` };
  }
}

/** Returns the outcome of a failed image upload. It is never unknown, because nothing can have been posted. */
export function uploadOutcome(failure: PostFailure): Outcome {
  const outcome = postOutcome(failure);
  return outcome.kind === 'unknown' ? { kind: 'try-later', why: 'unreachable' } : outcome;
}

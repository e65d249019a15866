/**
 * The outcome of one call to a provider.
 * accepted: the provider took it under its id `receipt`. It is not yet delivered.
 * try-later: certainly not taken, for a passing reason.
 * stopped: certainly not taken, and no other call will be until a person acts.
 * refused: certainly not taken, and never will be.
 * unknown: the connection failed after the request was written. Never retried automatically.
 */
export type Outcome =
  | { kind: 'accepted'; receipt: string }
  | { kind: 'try-later'; why: 'rate' | 'daily-quota' | 'unreachable' }
  | { kind: 'stopped'; why: string }
  | { kind: 'refused'; why: string }
  | { kind: 'unknown'; why: string };

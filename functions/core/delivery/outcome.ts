/**
 * What a provider said of one call.
 * accepted: it took it (`receipt` is its id for it); it is not yet delivered.
 * try-later: certainly not taken, and not our fault or the reader's.
 * stopped: certainly not taken, and nothing of ours will be until a person acts.
 * refused: certainly not taken, and never will be.
 * unknown: the wire broke after we spoke. Never sent again by itself.
 */
export type Outcome =
  | { kind: 'accepted'; receipt: string }
  | { kind: 'try-later'; why: 'rate' | 'daily-quota' | 'unreachable' }
  | { kind: 'stopped'; why: string }
  | { kind: 'refused'; why: string }
  | { kind: 'unknown'; why: string };

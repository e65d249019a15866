import type { Temporal } from 'temporal-polyfill';

/** What somebody did on the desk. `scanner`: said that a scanner, and no person, had pressed the button to leave. */
export const AUDIT_ACTIONS = [
  'approved',
  'cancelled',
  'decided-again',
  'decided-sent',
  'decided-there',
  'erased',
  'exported',
  'import-began',
  'import-brought',
  'import-stopped',
  'paused',
  'resumed',
  'scanner',
  'stopped-emails',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** Who did what, and when. Nothing of a reader is in it but her id. */
export type AuditEntry = {
  at: Temporal.Instant;
  /** Who is signed in at the desk. */
  by: string;
  did: AuditAction;
  /** A publication, a subscriber, an import, a channel: by its id. */
  to?: string;
  /** How many people it was about. */
  people?: number;
};

/** Sorts by time. The same deed at the same millisecond is the same entry: a repeated call notes nothing new. */
export function auditName({ at, did, to, by }: AuditEntry): string {
  return `${at.toString({ fractionalSecondDigits: 3 })}#${did}#${to ?? ''}#${by}`;
}

import type { Temporal } from 'temporal-polyfill';

/** Actions on the desk. `scanner`: the programme lead decided that a mail scanner, not the readers, pressed unsubscribe. */
export const AUDIT_ACTIONS = [
  'approved',
  'cancelled',
  'corrected',
  'decided-again',
  'decided-sent',
  'decided-there',
  'deleted-story',
  'edited-digest',
  'erased',
  'exported',
  'exported-outcomes',
  'import-began',
  'import-brought',
  'import-stopped',
  'let-ask-again',
  'moved',
  'paused',
  'published-story',
  'resumed',
  'scanner',
  'sent-confirmation',
  'sent-link',
  'sent-test',
  'stopped-emails',
  'uncancelled',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** Who did what, and when. It holds no personal data of a reader except the subscriber id. */
export type AuditEntry = {
  at: Temporal.Instant;
  /** The person who is signed in to the desk. */
  by: string;
  did: AuditAction;
  /** The id of a publication, subscriber, import or channel, or a story's file. */
  to?: string;
  /** How many people it affected. */
  people?: number;
  /** The reason that the person gave. */
  why?: string;
};

/** Returns a key that sorts by time. Repeating an action in the same millisecond gives the same key, and so adds no entry. */
export function auditName({ at, did, to, by }: AuditEntry): string {
  return `${at.toString({ fractionalSecondDigits: 3 })}#${did}#${to ?? ''}#${by}`;
}

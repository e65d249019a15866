import type { Temporal } from 'temporal-polyfill';

/** Actions on the desk. `scanner`: the programme lead decided that a mail scanner, not the readers, pressed unsubscribe. */
export const AUDIT_ACTIONS = [
  'approved',
  'approved-alone',
  'archived-stories',
  'began-watch',
  'cancelled',
  'changed-rights',
  'changed-rules',
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
  'invited-again',
  'let-ask-again',
  'let-in',
  'let-out',
  'looked-at-alone',
  'moved',
  'paused',
  'published-story',
  'resumed',
  'scanner',
  'sent-confirmation',
  'sent-link',
  'sent-test',
  'stopped-emails',
  'stopped-watch',
  'uncancelled',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** Who did what, and when. It holds no personal data of a reader except the subscriber id. */
export type AuditEntry = {
  at: Temporal.Instant;
  /** The person who is signed in to the desk. */
  by: string;
  did: AuditAction;
  /** The id of a publication, subscriber, import or channel, a story's file, or a colleague's address. */
  to?: string;
  /** How many people it affected. */
  people?: number;
  /** The reason that the person gave; of a colleague, what they may do from then on. */
  why?: string;
};

/** Returns a key that sorts by time. Repeating an action in the same millisecond gives the same key, and so adds no entry. */
export function auditName({ at, did, to, by }: AuditEntry): string {
  return `${at.toString({ fractionalSecondDigits: 3 })}#${did}#${to ?? ''}#${by}`;
}

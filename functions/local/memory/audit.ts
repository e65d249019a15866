import { type AuditEntry, auditName } from '#core/desk/audit-log';
import type { AuditLog } from '#ports';

/** Keeps the audit log in memory. An entry that is already there stays as it is. */
export function memoryAudit(): AuditLog {
  const log = new Map<string, AuditEntry>();
  return {
    record: async (entry) => {
      const name = auditName(entry);
      if (!log.has(name)) log.set(name, entry);
    },
    page: async (before, limit) => {
      const names = [...log.keys()].sort().reverse();
      const rest = before === undefined ? names : names.filter((name) => name < before);
      const entries = rest.slice(0, limit).flatMap((name) => log.get(name) ?? []);
      const next = rest.length > limit ? rest[limit - 1] : undefined;
      return next === undefined ? { entries } : { entries, next };
    },
  };
}

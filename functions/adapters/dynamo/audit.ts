// Stores the audit log in the desk table, one item per entry. The sort key begins with the entry's time.
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { key, putIfAbsent, queryItems, sortKey } from '#adapters/dynamo/calls';
import { instant, number, oneOf, record, text } from '#adapters/dynamo/item';
import { partitions } from '#adapters/stores';
import { AUDIT_ACTIONS, type AuditEntry, auditName } from '#core/desk/audit-log';
import type { AuditLog } from '#ports';

const entryFields = record<AuditEntry>({ at: instant, by: text, did: oneOf(...AUDIT_ACTIONS) }, { to: text, people: number, why: text });

const PARTITION = partitions.audit.key;

export function dynamoAudit(client: DynamoDBClient, table: string): AuditLog {
  return {
    async record(entry) {
      await putIfAbsent(client, table, { ...key(PARTITION, auditName(entry)), ...entryFields.write(entry) });
    },
    async page(before, limit) {
      const narrow =
        before === undefined
          ? {}
          : { KeyConditionExpression: 'pk = :pk AND sk < :before', ExpressionAttributeValues: { ':before': { S: before } } };
      const items = queryItems(client, table, PARTITION, { ...narrow, ScanIndexForward: false, Limit: limit + 1 });
      const entries: AuditEntry[] = [];
      let last = '';
      for await (const item of items) {
        // One entry more than `limit` is read, to know whether this page is the last.
        if (entries.length === limit) return { entries, next: last };
        entries.push(entryFields.read(item, 'audit entry'));
        last = sortKey(item);
      }
      return { entries };
    },
  };
}

// Stores the records of imports in the subscribers table. Attributes keep their older names (`left`, `forgotten`).
import { type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { getItem, ifCondition, key, putIfAbsent, queryItems } from '#adapters/dynamo/calls';
import { type Field, flag, id, instant, map, number, oneOf, record, storedAs, text } from '#adapters/dynamo/item';
import { partitions } from '#adapters/stores';
import type { ColumnsRead } from '#core/import/csv-header';
import type { Import, ImportId, RowOutcomeCounts } from '#core/import/import';
import type { Imports } from '#ports';

const countFields = record<RowOutcomeCounts>(
  {
    new: number,
    here: number,
    unsubscribed: storedAs('left', number),
    bounced: number,
    complained: number,
    suppressed: number,
    twice: number,
    wrong: number,
  },
  {},
);
const columnsField: Field<ColumnsRead> = {
  write: (columns) => text.write(JSON.stringify(columns)),
  read: (stored, where) => JSON.parse(text.read(stored, where)),
};
const importFields = record<Import>(
  {
    id: id<ImportId>(),
    name: storedAs('file', text),
    by: text,
    at: instant,
    wording: text,
    rows: number,
    parts: number,
    next: number,
    state: oneOf('checking', 'checked', 'importing', 'done', 'stopped'),
    counts: map(countFields),
    filesDeleted: storedAs('forgotten', flag),
    version: number,
  },
  { columns: columnsField },
);

// All items are in one partition: there are a few imports a year, and the tick reads the newest each minute.
const PARTITION = partitions.imports.key;
const importKey = (one: ImportId) => key(PARTITION, one);
const MOST_LISTED = 100;

export function dynamoImports(client: DynamoDBClient, table: string): Imports {
  return {
    add: (one) => putIfAbsent(client, table, { ...importKey(one.id), ...importFields.write(one) }),
    async find(one) {
      const item = await getItem(client, table, importKey(one));
      return item && importFields.read(item, 'import');
    },
    async latest() {
      const found: Import[] = [];
      for await (const item of queryItems(client, table, PARTITION, { ScanIndexForward: false, Limit: MOST_LISTED })) {
        found.push(importFields.read(item, 'import'));
        if (found.length === MOST_LISTED) break;
      }
      return found;
    },
    async replace(one) {
      const put = new PutItemCommand({
        TableName: table,
        Item: { ...importKey(one.id), ...importFields.write({ ...one, version: one.version + 1 }) },
        ConditionExpression: 'version = :version',
        ExpressionAttributeValues: { ':version': number.write(one.version) },
      });
      return (await ifCondition(client.send(put))) ? 'replaced' : 'stale';
    },
  };
}

// Stores the earlier rules in the desk table, which no restore rewinds.
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { getItem, key, putIfAbsent, queryItems } from '#adapters/dynamo/calls';
import { instant, number, record, text } from '#adapters/dynamo/item';
import { partitions } from '#adapters/stores';
import type { RulesVersion } from '#core/rules-form/rules-version';
import type { RulesHistory } from '#ports';

// Rules have at most 50,000 characters, and so always fit into an item of 400 KB.
const fields = record<RulesVersion>({ version: number, at: instant, text }, { by: text });

const PARTITION = partitions.rulesHistory.key;
/** Sorts like the numbers. */
const sorted = (version: number) => String(version).padStart(8, '0');

export function dynamoRulesHistory(client: DynamoDBClient, table: string): RulesHistory {
  return {
    add: (version) => putIfAbsent(client, table, { ...key(PARTITION, sorted(version.version)), ...fields.write(version) }),
    async find(version) {
      const item = await getItem(client, table, key(PARTITION, sorted(version)));
      return item && fields.read(item, 'version of the rules');
    },
    async page(before, most) {
      const narrow =
        before === undefined
          ? {}
          : { KeyConditionExpression: 'pk = :pk AND sk < :before', ExpressionAttributeValues: { ':before': { S: sorted(before) } } };
      const versions: RulesVersion[] = [];
      for await (const item of queryItems(client, table, PARTITION, { ...narrow, ScanIndexForward: false, Limit: most })) {
        if (versions.length === most) break;
        versions.push(fields.read(item, 'version of the rules'));
      }
      return versions;
    },
  };
}

// Stores what the doctor found last: one item, in the desk table, which no restore rewinds.
import { type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { getItem, key } from '#adapters/dynamo/calls';
import { record, text } from '#adapters/dynamo/item';
import { partitions } from '#adapters/stores';
import { readExamination, writeExamination } from '#core/doctor/examination';
import type { Examinations } from '#ports';

// Some fifty verdicts of a few hundred characters: a tenth of what an item may hold.
const fields = record<{ report: string }>({ report: text }, {});

const AT = key(partitions.examinations.key);

export function dynamoExaminations(client: DynamoDBClient, table: string): Examinations {
  return {
    async read() {
      const item = await getItem(client, table, AT);
      return item && readExamination(fields.read(item, 'examination').report);
    },
    async record(examination) {
      await client.send(
        new PutItemCommand({ TableName: table, Item: { ...AT, ...fields.write({ report: writeExamination(examination) }) } }),
      );
    },
  };
}

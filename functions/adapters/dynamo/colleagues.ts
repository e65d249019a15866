// Stores who is let in to the desk: one item, so that one condition guards the whole list.
import { type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { getItem, ifCondition, key } from '#adapters/dynamo/calls';
import { list, map, number, oneOf, record, text } from '#adapters/dynamo/item';
import { partitions } from '#adapters/stores';
import { type Colleague, RIGHTS } from '#core/desk/colleagues';
import type { Colleagues } from '#ports';

const colleagueFields = record<Colleague>({ address: text, name: text, rights: list(oneOf(...RIGHTS)) }, {});
const listFields = record<{ version: number; people: Colleague[] }>({ version: number, people: list(map(colleagueFields)) }, {});

const AT = key(partitions.colleagues.key);

export function dynamoColleagues(client: DynamoDBClient, table: string): Colleagues {
  return {
    async read() {
      const item = await getItem(client, table, AT);
      return item && listFields.read(item, 'colleagues');
    },
    async replace({ version, people }) {
      const put = new PutItemCommand({
        TableName: table,
        Item: { ...AT, ...listFields.write({ version: version + 1, people: [...people] }) },
        ...(version === 0
          ? { ConditionExpression: 'attribute_not_exists(pk)' }
          : { ConditionExpression: 'version = :version', ExpressionAttributeValues: { ':version': number.write(version) } }),
      });
      return (await ifCondition(client.send(put))) ? 'replaced' : 'stale';
    },
  };
}

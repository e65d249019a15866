// Stores test emails in the desk table, where only the desk adds any.
import { DeleteItemCommand, type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { allItems, getItem, ifCondition, key, putIfAbsent } from '#adapters/dynamo/calls';
import { id, instant, oneOf, record, text } from '#adapters/dynamo/item';
import { partitions } from '#adapters/stores';
import type { TestEmail, TestEmailId } from '#core/transactional/test-email';
import type { TestEmails } from '#ports';

const fields = record<TestEmail>(
  {
    id: id<TestEmailId>(),
    to: text,
    by: text,
    at: instant,
    about: text,
    sealed: text,
    state: oneOf('waiting', 'claimed', 'accepted', 'refused'),
  },
  {},
);

// All items are in one partition: a team sends a few a week, and each is deleted after a month.
const PARTITION = partitions.testEmails.key;

export function dynamoTestEmails(client: DynamoDBClient, table: string): TestEmails {
  return {
    add: async (test) => void (await putIfAbsent(client, table, { ...key(PARTITION, test.id), ...fields.write(test) })),
    async find(one) {
      const item = await getItem(client, table, key(PARTITION, one));
      return item && fields.read(item, 'test email');
    },
    async change(one, from, to) {
      const update = new UpdateItemCommand({
        TableName: table,
        Key: key(PARTITION, one),
        UpdateExpression: 'SET #state = :to',
        ConditionExpression: '#state = :from',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: { ':from': { S: from }, ':to': { S: to } },
      });
      return (await ifCondition(client.send(update))) ? 'written' : 'refused';
    },
    async all() {
      const items = await allItems(client, table, PARTITION);
      return items.map((item) => fields.read(item, 'test email'));
    },
    remove: async (one) => void (await client.send(new DeleteItemCommand({ TableName: table, Key: key(PARTITION, one) }))),
  };
}

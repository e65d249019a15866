import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { Temporal } from 'temporal-polyfill';
import { expect, it } from 'vitest';
import { dynamoTransactionalEmails } from '#adapters/dynamo/transactional-emails';
import { PROGRAMME_LEAD } from '#core/delivery/transactional-key';
import { memoryTransactionalEmails } from '#local/memory/subscribers';
import { freshDynamo } from '#tests/contracts/fresh-dynamo';
import { oldTransactionalContract } from '#tests/contracts/transactional-emails.contract';

const dynamo = freshDynamo();
oldTransactionalContract('in memory', async () => memoryTransactionalEmails());
oldTransactionalContract('in DynamoDB', async () => dynamoTransactionalEmails(dynamo.client(), await dynamo.table()));

it('a note stands in DynamoDB where it always stood', async () => {
  const table = await dynamo.table();
  const day = Temporal.PlainDate.from('2019-09-19');
  await dynamoTransactionalEmails(dynamo.client(), table).add({ to: PROGRAMME_LEAD, kind: 'note', day });
  const { Items } = await dynamo.client().send(
    new QueryCommand({
      TableName: table,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: 'LETTERS' } },
    }),
  );
  expect(Items).toEqual([
    {
      pk: { S: 'LETTERS' },
      sk: { S: 'programme-lead#2019-09-19#note' },
      to: { S: 'programme-lead' },
      kind: { S: 'note' },
      day: { S: '2019-09-19' },
      state: { S: 'waiting' },
    },
  ]);
});

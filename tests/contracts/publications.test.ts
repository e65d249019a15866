import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { expect, it } from 'vitest';
import { dynamoPublications } from '#adapters/dynamo/publications';
import { machine } from '#adapters/machine';
import { rememberedPublications } from '#adapters/remembered-publications';
import { PROGRAMME_LEAD } from '#core/delivery/transactional-key';
import { summaryAddresses } from '#core/transactional/sealed-summary';
import { memoryPublications } from '#local/memory/publications';
import { freshDynamo } from '#tests/contracts/fresh-dynamo';
import { publicationsContract } from '#tests/contracts/publications.contract';

const dynamo = freshDynamo();
publicationsContract('in memory', async () => memoryPublications());
publicationsContract('in DynamoDB', async () => dynamoPublications(dynamo.client(), await dynamo.table()));
publicationsContract('in memory, remembered', async () => rememberedPublications(memoryPublications(), machine));
publicationsContract('in DynamoDB, remembered', async () =>
  rememberedPublications(dynamoPublications(dynamo.client(), await dynamo.table()), machine),
);

it('a morning summary that a version with one address stored in DynamoDB still goes to that address, under the former key', async () => {
  const table = await dynamo.table();
  const Item = {
    pk: { S: 'MORNING' },
    sk: { S: '-' },
    day: { S: '2019-09-19' },
    to: { S: 'lead@example.org' },
    sealed: { S: 'ab12' },
  };
  await dynamo.client().send(new PutItemCommand({ TableName: table, Item }));
  const stored = await dynamoPublications(dynamo.client(), table).morningSummary();
  expect([...summaryAddresses(stored ?? {})]).toEqual([[PROGRAMME_LEAD, 'lead@example.org']]);
});

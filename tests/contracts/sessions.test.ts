import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { dynamoSessions } from '#adapters/dynamo/sessions';
import { memorySessions } from '#local/memory/sessions';
import { freshDynamo } from '#tests/contracts/fresh-dynamo';
import { at } from '#tests/contracts/ids';
import { sessionsContract } from '#tests/contracts/sessions.contract';

const dynamo = freshDynamo();
sessionsContract('in memory', async () => memorySessions());
sessionsContract('in DynamoDB', async () => dynamoSessions(dynamo.client(), await dynamo.table()));

test('the table of sessions holds no secret with which one could sign in', async () => {
  const table = await dynamo.table();
  const sessions = dynamoSessions(dynamo.client(), table);
  const now = at('2019-09-19T08:00:00Z');
  const secret = await sessions.begin({ person: 'person-1', email: 'jo@example.org', signedIn: now, seen: now });
  const { Items = [] } = await dynamo.client().send(new ScanCommand({ TableName: table }));
  expect(JSON.stringify(Items)).not.toContain(secret);
  for (const { S = '' } of Items.flatMap((item) => Object.values(item))) expect(await sessions.find(S)).toBeUndefined();
});

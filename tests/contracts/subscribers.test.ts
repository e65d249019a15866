import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { dynamoSubscribers, whoMayBeMailed } from '#adapters/dynamo/subscribers';
import { dynamoSuppressions } from '#adapters/dynamo/suppressions';
import { subscriberId as subscriberIdOf } from '#adapters/identity/subscriber-id';
import { machine } from '#adapters/machine';
import { memoryPeople } from '#local/memory/subscribers';
import { freshDynamo } from '#tests/contracts/fresh-dynamo';
import { subscriberId } from '#tests/contracts/ids';
import { peopleContract } from '#tests/contracts/subscribers.contract';

const dynamo = freshDynamo();
peopleContract('in memory', async () => memoryPeople([]));
peopleContract('in DynamoDB', async () => {
  const tables = { subscribers: await dynamo.table(), suppressions: await dynamo.table() };
  return {
    subscribers: dynamoSubscribers(dynamo.client(), tables, machine, (address) => subscriberIdOf('a secret', address)),
    suppressions: dynamoSuppressions(dynamo.client(), tables.suppressions),
  };
});

test('a subscriber whom an older release has stored is found, and again after the next change', async () => {
  const tables = { subscribers: await dynamo.table(), suppressions: await dynamo.table() };
  const store = dynamoSubscribers(dynamo.client(), tables, machine);
  const ama = {
    id: subscriberId(1),
    address: 'ama@example.org',
    name: 'Ama Smith',
    frequency: 'each',
    topics: [],
    status: 'confirmed',
  } as const;
  await store.save({ ...ama, topics: [] });
  const Key = { pk: { S: `SUB#${ama.id.charAt(0)}` }, sk: { S: ama.id } };
  const asBefore = new UpdateItemCommand({ TableName: tables.subscribers, Key, UpdateExpression: 'REMOVE words' });
  await dynamo.client().send(asBefore);
  const found = async (word: string) => (await store.search([[word]], 10)).subscribers.map(({ name }) => name);
  expect([await found('smith'), await found('jones')]).toEqual([['Ama Smith'], []]);
  await store.save({ ...ama, topics: [], name: 'Ama Jones', version: 1 });
  expect([await found('smith'), await found('jones')]).toEqual([[], ['Ama Jones']]);
});

// No emulator leaves keys unprocessed, so the test builds the answer.
test('a subscriber whom DynamoDB left unprocessed in either table is unread, not unknown', () => {
  const [anna, ben, cleo] = [subscriberId(1), subscriberId(2), subscriberId(3)];
  const unprocessed = [
    { pk: { S: 'SUB#0' }, sk: { S: anna } },
    { pk: { S: `SUP#${ben}` }, sk: { S: '-' } },
  ];
  const { people, unread } = whoMayBeMailed([anna, ben, cleo], [], [], unprocessed);
  expect(unread).toEqual(new Set([anna, ben]));
  expect(people).toEqual(new Map([[cleo, { suppressed: false }]]));
});

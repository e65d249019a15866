import { expect, test } from 'vitest';
import { dynamoSubscribers, whoMayBeMailed } from '#adapters/dynamo/subscribers';
import { dynamoSuppressions } from '#adapters/dynamo/suppressions';
import { subscriberId as subscriberIdOf } from '#adapters/identity/subscriber-id';
import { memoryPeople } from '#local/memory/subscribers';
import { freshDynamo } from '#tests/contracts/fresh-dynamo';
import { subscriberId } from '#tests/contracts/ids';
import { peopleContract } from '#tests/contracts/subscribers.contract';

const dynamo = freshDynamo();
peopleContract('in memory', async () => memoryPeople([]));
peopleContract('in DynamoDB', async () => {
  const tables = { subscribers: await dynamo.table(), suppressions: await dynamo.table() };
  return {
    subscribers: dynamoSubscribers(dynamo.client(), tables, (address) => subscriberIdOf('a secret', address)),
    suppressions: dynamoSuppressions(dynamo.client(), tables.suppressions),
  };
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

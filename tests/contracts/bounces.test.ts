import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { dynamoBounces } from '#adapters/dynamo/bounces';
import { memoryBounces } from '#local/memory/bounces';
import { bouncesContract } from '#tests/contracts/bounces.contract';
import { freshDynamo } from '#tests/contracts/fresh-dynamo';
import { at, publicationId, subscriberId } from '#tests/contracts/ids';

const dynamo = freshDynamo();
bouncesContract('in memory', async () => memoryBounces());
bouncesContract('in DynamoDB', async () => dynamoBounces(dynamo.client(), await dynamo.table(), { elapsedMs: () => 0 }));

test('a mail delivered to a subscriber without bounces costs no call, apart from one call every five minutes', async () => {
  const table = await dynamo.table();
  const time = { elapsedMs: 0 };
  let calls = 0;
  const client = dynamo.client();
  const counted: DynamoDBClient = Object.assign(Object.create(client), {
    send: (command: Parameters<typeof client.send>[0]) => {
      calls += 1;
      return client.send(command);
    },
  });
  const bounces = dynamoBounces(counted, table, { elapsedMs: () => time.elapsedMs });
  for (let i = 0; i < 1_000; i += 1) await bounces.delivered(subscriberId(i));
  expect(calls).toBe(1);
  // Another worker records a bounce: this one reads it within five minutes.
  const bounce = { publication: publicationId('digest-1'), at: at('2019-09-19T08:00:00Z') };
  await dynamoBounces(client, table, { elapsedMs: () => 0 }).record(subscriberId(7), bounce);
  time.elapsedMs = 5 * 60_000 + 1;
  for (let i = 0; i < 1_000; i += 1) await bounces.delivered(subscriberId(i));
  expect(calls).toBe(1 + 2);
  const remaining: unknown[] = [];
  for await (const one of bounces.all()) remaining.push(one);
  expect(remaining).toEqual([]);
});

import { type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { dynamoDrafts } from '#adapters/dynamo/drafts';
import { memoryDrafts } from '#local/memory/drafts';
import { draftsContract, randomLetters, sample } from '#tests/contracts/drafts.contract';
import { freshDynamo } from '#tests/contracts/fresh-dynamo';
import { clientOf, DraftTable } from '#tests/simulation/draft-table';

const dynamo = freshDynamo();
draftsContract('in memory', async () => memoryDrafts());
draftsContract('in DynamoDB', async () => dynamoDrafts(dynamo.client(), await dynamo.table()));
draftsContract('in the table of the simulation', async () => {
  const table = new DraftTable();
  return dynamoDrafts(
    clientOf((command) => table.send(command)),
    'desk',
  );
});

/** A client whose process dies before its write number `writes` + 1. */
function dyingAfter(client: DynamoDBClient, writes: number): DynamoDBClient {
  let left = writes;
  return new Proxy(client, {
    get: (target, name) =>
      name === 'send'
        ? async (command: Parameters<DynamoDBClient['send']>[0]) => {
            if (command instanceof PutItemCommand && left-- <= 0) throw new Error('killed');
            return target.send(command);
          }
        : Reflect.get(target, name),
  });
}

test('a first save that breaks off leaves no draft that cannot be opened, and none that is not listed', async () => {
  for (const writes of [0, 1, 2]) {
    const table = await dynamo.table();
    const drafts = dynamoDrafts(dynamo.client(), table);
    await expect(dynamoDrafts(dyingAfter(dynamo.client(), writes), table).save(sample('a', 1))).rejects.toThrow('killed');
    const stored = await drafts.newest(sample('a', 1).draft);
    expect((await drafts.all()).map(({ draft }) => draft)).toEqual(stored ? ['a'] : []);
    expect(stored === undefined).toBe(writes < 2);
    // The save is tried again.
    expect(await drafts.save(sample('a', 1))).toBe('saved');
    expect((await drafts.all()).map(({ draft, version }) => [draft, version])).toEqual([['a', 1]]);
  }
});

test('a later save that breaks off is listed as soon as the draft is saved again, and the list never goes back', async () => {
  const table = await dynamo.table();
  const drafts = dynamoDrafts(dynamo.client(), table);
  await drafts.save(sample('a', 1));
  await expect(dynamoDrafts(dyingAfter(dynamo.client(), 1), table).save(sample('a', 2))).rejects.toThrow('killed');
  expect((await drafts.newest(sample('a', 2).draft))?.version).toBe(2);
  expect(await drafts.save(sample('a', 3))).toBe('saved');
  expect(await drafts.save(sample('a', 2))).toBe('saved');
  expect((await drafts.all()).map(({ version }) => version)).toEqual([3]);
});

test('a draft that is too large to be stored is refused with the remedy, and nothing of it is stored', async () => {
  const drafts = dynamoDrafts(dynamo.client(), await dynamo.table());
  await expect(drafts.save(sample('a', 1, { text: randomLetters(200_000) }))).rejects.toThrow(
    /^The text of a draft has \d+ KB compressed, and 390 KB can be stored. Shorten the text.$/,
  );
  expect(await drafts.all()).toEqual([]);
});

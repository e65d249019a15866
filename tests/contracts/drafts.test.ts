import { DeleteItemCommand, type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { dynamoDrafts } from '#adapters/dynamo/drafts';
import { headOf } from '#core/draft/draft';
import { memoryDrafts } from '#local/memory/drafts';
import { draftsContract, randomLetters, sample } from '#tests/contracts/drafts.contract';
import { freshDynamo } from '#tests/contracts/fresh-dynamo';
import { written } from '#tests/contracts/written';
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
            if ((command instanceof PutItemCommand || command instanceof DeleteItemCommand) && left-- <= 0) throw new Error('killed');
            return target.send(command);
          }
        : Reflect.get(target, name),
  });
}

test('a save of a draft that breaks off anywhere leaves it listed as it can be opened, and the next one goes on from there', async () => {
  for (const version of [1, 2]) {
    for (const writes of [0, 1, 2]) {
      const table = await dynamo.table();
      const drafts = dynamoDrafts(dynamo.client(), table);
      if (version === 2) await drafts.save(sample('a', 1));
      await expect(dynamoDrafts(dyingAfter(dynamo.client(), writes), table).save(sample('a', version))).rejects.toThrow('killed');
      const stored = await drafts.newest(sample('a', 1).draft);
      expect(stored?.version).toBe(writes === 2 ? version : [undefined, 1][version - 1]);
      expect(written(await drafts.all())).toEqual(written(stored ? [headOf(stored)] : []));
      // The save is tried again.
      expect(await drafts.save(sample('a', version))).toBe('saved');
      expect(written(await drafts.all())).toEqual(written([headOf(sample('a', version))]));
    }
  }
});

test('an erasure of a draft that breaks off anywhere leaves it deleted and listed, and the next one goes on from there', async () => {
  for (let writes = 0; writes <= 3; writes += 1) {
    const table = await dynamo.table();
    const drafts = dynamoDrafts(dynamo.client(), table);
    for (const version of [1, 2, 3]) await drafts.save(sample('a', version, version === 3 ? { state: 'deleted' } : {}));
    await expect(dynamoDrafts(dyingAfter(dynamo.client(), writes), table).remove(sample('a', 1).draft, 3)).rejects.toThrow('killed');
    const stored = await drafts.newest(sample('a', 1).draft);
    expect([stored?.state, stored?.version]).toEqual(writes < 3 ? ['deleted', 3] : [undefined, undefined]);
    expect((await drafts.all()).map(({ state, version }) => [state, version])).toEqual([['deleted', 3]]);
    expect(await drafts.remove(sample('a', 1).draft, 3)).toBe('removed');
    expect(await drafts.all()).toEqual([]);
  }
});

test('the list of drafts never goes back, not even by a save of an older version that is refused', async () => {
  const drafts = dynamoDrafts(dynamo.client(), await dynamo.table());
  for (const version of [1, 2, 3]) await drafts.save(sample('a', version));
  expect(await drafts.save(sample('a', 2))).toBe('saved');
  expect(await drafts.save(sample('a', 2, { text: 'other' }))).toBe('stale');
  expect(await drafts.save(sample('a', 3, { text: 'other', title: 'Other' }))).toBe('stale');
  expect(written(await drafts.all())).toEqual(written([headOf(sample('a', 3))]));
});

test('a draft that is too large to be stored is refused with the remedy, and nothing of it is stored', async () => {
  const drafts = dynamoDrafts(dynamo.client(), await dynamo.table());
  await expect(drafts.save(sample('a', 1, { text: randomLetters(200_000) }))).rejects.toThrow(
    /^The text of a draft has \d+ KB compressed, and 390 KB can be stored. Shorten the text.$/,
  );
  expect(await drafts.all()).toEqual([]);
});

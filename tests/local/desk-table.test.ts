import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { beforeEach, expect, test } from 'vitest';
import { dynamoAudit } from '#adapters/dynamo-audit';
import { allItems } from '#adapters/dynamo-calls';
import { dynamoSessions } from '#adapters/dynamo-sessions';
import { dynamoSwitches } from '#adapters/dynamo-switches';
import type { AuditEntry } from '#core/audit';
import type { Session } from '#core/session';
import { moveToDeskTable } from '#local/desk-table';
import { freshDynamo } from '#tests/contracts/fresh-dynamo';
import { at } from '#tests/contracts/ids';

const NINE = at('2019-09-19T08:00:00Z');
const DEED: AuditEntry = { at: NINE, by: 'sam@example.org', did: 'stopped-emails', to: 'a' };
const JO: Session = { person: 'person-1', email: 'jo@example.org', signedIn: NINE, seen: NINE };

const dynamo = freshDynamo();
let tables: { switches: string; desk: string };
let secret: string;

/** A data folder as it was when the table of the switches held all three. */
beforeEach(async () => {
  tables = { switches: await dynamo.table(), desk: await dynamo.table() };
  await dynamoSwitches(dynamo.client(), tables.switches).pause('everything', 'night');
  await dynamoAudit(dynamo.client(), tables.switches).note(DEED);
  secret = await dynamoSessions(dynamo.client(), tables.switches).begin(JO);
});

async function expectMoved(): Promise<void> {
  expect((await dynamoAudit(dynamo.client(), tables.desk).page(undefined, 10)).entries).toEqual([DEED]);
  expect(await dynamoSessions(dynamo.client(), tables.desk).find(secret)).toEqual(JO);
  for (const partition of ['AUDIT', 'SESSIONS']) expect(await allItems(dynamo.client(), tables.switches, partition)).toEqual([]);
  expect(await dynamoSwitches(dynamo.client(), tables.switches).read()).toEqual({ paused: 'night' });
}

test('the audit log and the sessions move out of the table of the switches, which keeps the switches', async () => {
  await moveToDeskTable(dynamo.url(), tables);
  await expectMoved();
});

test('a second move changes nothing', async () => {
  await moveToDeskTable(dynamo.url(), tables);
  await moveToDeskTable(dynamo.url(), tables);
  await expectMoved();
});

test('a move that broke off between its two writes is gone on with', async () => {
  for (const partition of ['AUDIT', 'SESSIONS']) {
    for (const Item of await allItems(dynamo.client(), tables.switches, partition)) {
      await dynamo.client().send(new PutItemCommand({ TableName: tables.desk, Item }));
    }
  }
  await moveToDeskTable(dynamo.url(), tables);
  await expectMoved();
});

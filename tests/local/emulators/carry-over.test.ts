import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { beforeEach, expect, test } from 'vitest';
import { dynamoAudit } from '#adapters/dynamo/audit';
import { allItems, key, sortKey } from '#adapters/dynamo/calls';
import { dynamoSessions } from '#adapters/dynamo/sessions';
import { dynamoSwitches } from '#adapters/dynamo/switches';
import type { AuditEntry } from '#core/desk/audit-log';
import type { Session } from '#core/desk/session';
import type { PublicationId } from '#core/publication/publication';
import { carryOver } from '#local/emulators/carry-over';
import { freshDynamo } from '#tests/contracts/fresh-dynamo';
import { at } from '#tests/contracts/ids';

const NINE = at('2019-09-19T08:00:00Z');
const DEED: AuditEntry = { at: NINE, by: 'sam@example.org', did: 'stopped-emails', to: 'a' };
const JO: Session = { person: 'person-1', email: 'jo@example.org', signedIn: NINE, seen: NINE };
const POST = 'x-post' as PublicationId;

const dynamo = freshDynamo();
let tables: { switches: string; desk: string };
let secret: string;

/** A data folder as it was when one partition held all switches, and their table all of the desk. */
beforeEach(async () => {
  tables = { switches: await dynamo.table(), desk: await dynamo.table() };
  const switches = dynamoSwitches(dynamo.client(), tables.switches);
  await switches.pause('everything', 'night');
  await switches.approve(POST, { by: 'sam', at: NINE, outgoing: 'what was shown' });
  await switches.cancel(POST, 'kim', NINE);
  await dynamoAudit(dynamo.client(), tables.switches).record(DEED);
  secret = await dynamoSessions(dynamo.client(), tables.switches).begin(JO);
  for (const item of await itemsOf('DECISION')) {
    const name = sortKey(item);
    await dynamo.client().send(new PutItemCommand({ TableName: tables.switches, Item: { ...item, ...key('SWITCH', name) } }));
    await dynamo.client().send(new DeleteItemCommand({ TableName: tables.switches, Key: key('DECISION', name) }));
  }
  expect((await switches.read(POST)).approved).toBeUndefined();
});

const itemsOf = (partition: string, table = tables.switches) => allItems(dynamo.client(), table, partition);

async function expectMoved(): Promise<void> {
  expect((await dynamoAudit(dynamo.client(), tables.desk).page(undefined, 10)).entries).toEqual([DEED]);
  expect(await dynamoSessions(dynamo.client(), tables.desk).find(secret)).toEqual(JO);
  expect(await dynamoSwitches(dynamo.client(), tables.switches).read(POST)).toEqual({
    paused: 'night',
    approved: { by: 'sam', at: NINE, outgoing: 'what was shown' },
    cancelled: { by: 'kim', at: NINE },
  });
  for (const partition of ['AUDIT', 'SESSIONS']) expect(await itemsOf(partition)).toEqual([]);
  expect((await itemsOf('SWITCH')).map(sortKey)).toEqual(['everything']);
}

test('what an older data folder keeps among the switches comes to its new place', async () => {
  await carryOver(dynamo.url(), tables);
  await expectMoved();
});

test('a folder that is carried over twice stays as it is', async () => {
  await carryOver(dynamo.url(), tables);
  await carryOver(dynamo.url(), tables);
  await expectMoved();
});

test('a start that broke off between the two writes is gone on with', async () => {
  for (const Item of [...(await itemsOf('AUDIT')), ...(await itemsOf('SESSIONS'))]) {
    await dynamo.client().send(new PutItemCommand({ TableName: tables.desk, Item }));
  }
  await carryOver(dynamo.url(), tables);
  await expectMoved();
});

// Brings tables of AWS back to an earlier second, as new tables that are protected like the old ones. Each step looks first at what is
// there, so that a run which broke off is continued by the next.
import { setTimeout } from 'node:timers/promises';
import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  ResourceNotFoundException,
  RestoreTableToPointInTimeCommand,
  type TableDescription,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import type { Temporal } from 'temporal-polyfill';
import type { Config } from '#config';
import { isAfter, isBefore } from '#core/time/compare';
import { BadOptions } from '#local/cli/options';
import { instantOf } from '#local/restore/instant-of';

/** The tables that are brought back together. The three others are never rewound. */
export const REWOUND = ['publications', 'ledger', 'subscribers'] as const;
export type RewoundTables = Pick<Config['tables'], (typeof REWOUND)[number]>;

/** The attribute by which DynamoDB deletes expired items (cdk/tables.ts). A restored table has forgotten it. */
export const EXPIRES: Partial<RewoundTables> = { subscribers: 'expires' };

/** Returns the name that a table gets when it is brought back: the same for each run, and for a table that was brought back before. */
export function restoredName(table: string, point: Temporal.Instant): string {
  return `${table.replace(/-at-\d{8}T\d{6}Z$/, '')}-at-${point.toString({ smallestUnit: 'second' }).replaceAll(/[-:]/g, '')}`;
}

/** @throws BadOptions when a table cannot be brought back to that moment. Changes nothing. */
export async function checkPoint(client: DynamoDBClient, tables: RewoundTables, point: Temporal.Instant): Promise<void> {
  for (const name of REWOUND) {
    const table = tables[name];
    if (await describe(client, restoredName(table, point))) continue;
    const { ContinuousBackupsDescription: backups } = await client.send(new DescribeContinuousBackupsCommand({ TableName: table }));
    const { PointInTimeRecoveryStatus: status, ...range } = backups?.PointInTimeRecoveryDescription ?? {};
    const [earliest, latest] = [instantOf(range.EarliestRestorableDateTime), instantOf(range.LatestRestorableDateTime)];
    if (status !== 'ENABLED' || !earliest || !latest)
      throw new BadOptions([`The table ${table} has no point-in-time recovery, so nothing of it can be brought back.`]);
    if (isBefore(point, earliest) || isAfter(point, latest))
      throw new BadOptions([`The table ${table} can be brought back to a moment from ${earliest} to ${latest}, and not to ${point}.`]);
  }
}

/** Brings the three tables back to that moment, and waits until they can be used. Returns their names. */
export async function bringBack(
  client: DynamoDBClient,
  tables: RewoundTables,
  point: Temporal.Instant,
  say: (line: string) => void,
): Promise<RewoundTables> {
  const restored = { ...tables };
  for (const name of REWOUND) {
    restored[name] = restoredName(tables[name], point);
    if (await describe(client, restored[name])) {
      say(`${restored[name]}: is there already, from an earlier run.`);
      continue;
    }
    await client.send(
      new RestoreTableToPointInTimeCommand({
        SourceTableName: tables[name],
        TargetTableName: restored[name],
        RestoreDateTime: new Date(point.epochMilliseconds),
      }),
    );
    say(`${restored[name]}: AWS has begun to make it.`);
  }
  for (const name of REWOUND) {
    await isActive(client, restored[name]);
    await protect(client, restored[name], EXPIRES[name]);
    say(
      `${restored[name]}: is there, with point-in-time recovery and deletion protection${EXPIRES[name] ? ', and expired items go' : ''}.`,
    );
  }
  return restored;
}

/** A small table takes some minutes; AWS names no limit. */
const LONGEST_POLL_MS = 15_000;

async function isActive(client: DynamoDBClient, table: string): Promise<void> {
  for (let waitMs = 100; ; waitMs = Math.min(2 * waitMs, LONGEST_POLL_MS)) {
    const found = await describe(client, table);
    if (!found) throw new Error(`AWS has given up making the table ${table}. Run this again; its console says why under "Backups".`);
    if (found.TableStatus === 'ACTIVE') return;
    await setTimeout(waitMs);
  }
}

/** Gives a table what a restore leaves out. */
async function protect(client: DynamoDBClient, table: string, expires: string | undefined): Promise<void> {
  if (expires !== undefined) {
    const { TimeToLiveDescription: live } = await client.send(new DescribeTimeToLiveCommand({ TableName: table }));
    // AWS refuses to switch it on twice.
    if (live?.TimeToLiveStatus !== 'ENABLED' && live?.TimeToLiveStatus !== 'ENABLING') {
      const TimeToLiveSpecification = { Enabled: true, AttributeName: expires };
      await client.send(new UpdateTimeToLiveCommand({ TableName: table, TimeToLiveSpecification }));
    }
  }
  const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 35 };
  await client.send(new UpdateContinuousBackupsCommand({ TableName: table, PointInTimeRecoverySpecification }));
  if (!(await describe(client, table))?.DeletionProtectionEnabled) {
    await client.send(new UpdateTableCommand({ TableName: table, DeletionProtectionEnabled: true }));
    await isActive(client, table);
  }
}

async function describe(client: DynamoDBClient, table: string): Promise<TableDescription | undefined> {
  try {
    return (await client.send(new DescribeTableCommand({ TableName: table }))).Table;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

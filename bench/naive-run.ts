import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { openDynamo } from '#adapters/dynamo/client';
import { environmentNames } from '#config';
import { checkRun } from './check-run.ts';
import { addCosts, type Cost, type Lambda, noCost } from './lambda.ts';
import type { NaiveJob } from './naive.ts';
import type { Site } from './site.ts';
import type { Reader } from './week.ts';

/** Readers per job, as in the newsroom's audience chunks. */
const JOB_SIZE = 100;

/** Sends the same digest by the naive loop, `width` readers at once. The job contains its readers; the loop checks no unsubscribes. */
export async function sendNaively(site: Site, naive: Lambda, readers: Reader[], width: number): Promise<Cost> {
  await site.standIns.ask('begin', { keepEvents: false });
  let cost = noCost;
  for (let start = 0; start < readers.length; start += JOB_SIZE) {
    const job: NaiveJob = { publication: 'digest', readers: readers.slice(start, start + JOB_SIZE), width };
    cost = addCosts(cost, await naive.invoke(job));
  }
  const rows = await sentRows(site);
  await checkRun(site, readers, cost.calls, rows === readers.length ? [] : [`${rows} of ${readers.length} rows say "sent"`]);
  return cost;
}

async function sentRows({ environment }: Site): Promise<number> {
  const client = openDynamo();
  let rows = 0;
  let start: Record<string, never> | undefined;
  do {
    const answer = await client.send(
      new QueryCommand({
        TableName: environment[environmentNames.tableLedger],
        KeyConditionExpression: 'pk = :pk',
        FilterExpression: '#status = :sent',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':pk': { S: 'NAIVE#digest' }, ':sent': { S: 'sent' } },
        Select: 'COUNT',
        ...(start ? { ExclusiveStartKey: start } : {}),
      }),
    );
    rows += answer.Count ?? 0;
    start = answer.LastEvaluatedKey as typeof start;
  } while (start);
  client.destroy();
  return rows;
}

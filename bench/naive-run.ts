import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { DeleteMessageBatchCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { openDynamo } from '#adapters/dynamo/client';
import { environmentNames } from '#config';
import type { Calls } from './calls.ts';
import { checkRun } from './check-run.ts';
import { addCosts, type Cost, type Lambda, noCost } from './lambda.ts';
import type { NaiveJob } from './naive.ts';
import { NAIVE_ROWS } from './naive-mail.ts';
import type { QueuedEvent } from './queued.ts';
import type { Site } from './site.ts';
import type { Reader } from './week.ts';

/** Readers per job, as in the newsroom's audience chunks. */
const JOB_SIZE = 100;
const PUBLICATION = 'digest';

/** Sends the same digest by a loop, `width` readers at once. The job contains its readers; the loop checks no unsubscribes. */
export async function sendNaively(site: Site, loop: Lambda, readers: Reader[], width: number): Promise<Cost> {
  await site.standIns.ask('begin', { keepEvents: false });
  let cost = noCost;
  for (let start = 0; start < readers.length; start += JOB_SIZE) {
    const job: NaiveJob = { publication: PUBLICATION, readers: readers.slice(start, start + JOB_SIZE), width };
    cost = addCosts(cost, await loop.invoke(job));
  }
  await checkSent(site, readers, cost);
  return cost;
}

/** Sends the same digest by a message for each reader. The calls of Lambda's poller count, ten messages at a time, but not its CPU. */
export async function sendQueued(site: Site, queued: Lambda, readers: Reader[]): Promise<Cost> {
  await site.standIns.ask('begin', { keepEvents: false });
  const poller: Calls = {};
  const count = (name: string) => {
    poller[name] = (poller[name] ?? 0) + 1;
  };
  const enqueued: QueuedEvent = { publication: PUBLICATION, readers };
  let cost: Cost = await queued.invoke(enqueued);
  for (;;) {
    const { sqs, sendQueue: QueueUrl } = site;
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 600 }));
    if (Messages.length === 0) break;
    count('SQS ReceiveMessage');
    const event: QueuedEvent = { Records: Messages.map(({ Body = '' }) => ({ body: Body })) };
    cost = addCosts(cost, await queued.invoke(event));
    const Entries = Messages.map(({ ReceiptHandle = '' }, i) => ({ Id: String(i), ReceiptHandle }));
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    count('SQS DeleteMessageBatch');
  }
  await checkSent(site, readers, cost);
  return addCosts(cost, { wallMs: 0, cpuMs: 0, calls: poller });
}

async function checkSent(site: Site, readers: Reader[], { calls }: Cost): Promise<void> {
  const rows = await sentRows(site);
  await checkRun(site, readers, calls, rows === readers.length ? [] : [`${rows} of ${readers.length} rows say "sent"`]);
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
        ExpressionAttributeValues: { ':pk': { S: NAIVE_ROWS + PUBLICATION }, ':sent': { S: 'sent' } },
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

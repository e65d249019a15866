import { DeleteMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import type { SQSBatchResponse } from 'aws-lambda';
import type { Temporal } from 'temporal-polyfill';
import type { PublicationId } from '#core/publication/publication';
import { certificate } from '#flow/certificate/certificate';
import type { Calls } from './calls.ts';
import { checkRun } from './check-run.ts';
import { addCosts, type Cost, type Lambda, noCost } from './lambda.ts';
import type { Site } from './site.ts';
import { DIGEST, DUE, OPENED, type Reader } from './week.ts';

/**
 * The cost of sending one digest to all readers: in `tick` (plan, seal, sweep), in `send`, and in the queue between them.
 * `rssMb`: the memory of `send` after each chunk, and of `tick` after each minute.
 */
export type Run = { emails: number; tick: Cost; send: Cost; queue: Calls; rssMb: { tick: number[]; send: number[] } };

/** This long before the digest, on the same morning, the retention run is already due. */
const HOURS_BEFORE = 4;
/** A digest that is not done after this many minutes of the newsroom's clock is stuck. */
const MOST_MINUTES = 30;

/**
 * Measures one digest, from the tick at which it is due to the tick that finds it done.
 * @throws when a mail or a row is wrong afterwards.
 */
export async function sendDigest(site: Site, lambdas: { tick: Lambda; send: Lambda }, readers: Reader[], keepEvents = false): Promise<Run> {
  await site.standIns.ask('begin', { keepEvents });
  await untilIdle(site, lambdas, OPENED);
  // The daily retention run, due from 3 a.m., must not count as the digest's work.
  await untilIdle(site, lambdas, DUE.subtract({ hours: HOURS_BEFORE }));
  const run = await untilIdle(site, lambdas, DUE);
  const { planned, accepted, twice } = await certificate(site.world, DIGEST as PublicationId);
  const problems =
    planned === readers.length && accepted === planned && twice === 0
      ? []
      : [`the certificate says ${accepted} of ${planned}, ${twice} twice`];
  const calls = await checkRun(site, readers, run.send.calls, problems);
  return { emails: readers.length, ...run, send: { ...run.send, calls } };
}

async function untilIdle(site: Site, { tick, send }: { tick: Lambda; send: Lambda }, from: Temporal.Instant): Promise<Omit<Run, 'emails'>> {
  const run = { tick: noCost, send: noCost, queue: {} as Calls, rssMb: { tick: [] as number[], send: [] as number[] } };
  for (let minute = 0; minute < MOST_MINUTES; minute += 1) {
    const now = from.add({ minutes: minute });
    const one = await tick.invoke({ scheduledTime: now.toString() });
    run.tick = addCosts(run.tick, one);
    run.rssMb.tick.push(one.rssMb);
    await handleJobs(site, send, run);
    const records = (await site.world.publications.all()).filter(({ channel }) => channel === 'email');
    if (records.every(({ state }) => state !== 'waiting' && state !== 'sealing' && state !== 'sending')) return run;
  }
  const states = (await site.world.publications.all()).map(({ id, state, reason }) => `${id}: ${state} ${reason ?? ''}`);
  states.push(`The digest: ${JSON.stringify(await certificate(site.world, DIGEST as PublicationId))}`);
  throw new Error(`The newsroom was not done after ${MOST_MINUTES} minutes:\n${states.join('\n')}`);
}

/** Does what Lambda's poller does, with one message per invocation, as in the stack. */
async function handleJobs({ sqs, sendQueue: QueueUrl }: Site, send: Lambda, run: Omit<Run, 'emails'>): Promise<void> {
  const count = (name: string) => {
    run.queue[name] = (run.queue[name] ?? 0) + 1;
  };
  for (;;) {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 600 }));
    if (Messages.length === 0) return;
    count('SQS ReceiveMessage');
    for (const { MessageId, ReceiptHandle, Body } of Messages) {
      const one = await send.invoke<SQSBatchResponse>({ Records: [{ messageId: MessageId, body: Body }] });
      if (one.answer.batchItemFailures.length > 0) throw new Error('The send Lambda named a message as failed: its reason is above.');
      run.send = addCosts(run.send, one);
      run.rssMb.send.push(one.rssMb);
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      count('SQS DeleteMessage');
    }
  }
}

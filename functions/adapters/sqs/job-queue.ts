import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Bell, CanaryJob, LetterJob, PostJob, SendJob } from '#ports';

const BATCH = 10;
/** The longest that SQS holds a message back. */
const LATER_SECONDS = 900;

/** @throws when any ring was not taken, so that the tick is not counted as done and comes again. */
export function sqsBell(client: SQSClient, queues: { send: string; post: string }): Bell {
  const ring = async (queue: string, jobs: (SendJob | PostJob | CanaryJob | LetterJob)[], delay = 0): Promise<void> => {
    for (let start = 0; start < jobs.length; start += BATCH) {
      const entries = jobs.slice(start, start + BATCH).map((job, i) => ({
        Id: String(i),
        MessageBody: JSON.stringify(job),
        ...(delay > 0 ? { DelaySeconds: delay } : {}),
      }));
      const { Failed = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl: queue, Entries: entries }));
      if (Failed.length > 0)
        throw new Error(`${Failed.length} of ${entries.length} jobs were not queued (${Failed[0]?.Code}). The next tick rings again.`);
    }
  };
  return {
    ringSend: (jobs) => ring(queues.send, jobs),
    ringPost: (jobs) => ring(queues.post, jobs),
    ringCanary: (job) => ring(queues.send, [job]),
    ringLetter: (job, later) => ring(queues.send, [job], later ? LATER_SECONDS : 0),
  };
}

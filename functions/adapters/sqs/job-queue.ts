import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { CanaryJob, JobQueue, PostJob, SendJob, TestEmailJob, TransactionalJob } from '#ports';

const BATCH = 10;
/** The longest delay that SQS allows for a message. */
const LATER_SECONDS = 900;

/** Queues jobs in SQS. @throws when any job was not queued: the tick then does not count as done and comes again. */
export function sqsJobQueue(client: SQSClient, queues: { send: string; post: string }): JobQueue {
  const enqueue = async (
    queue: string,
    jobs: (SendJob | PostJob | CanaryJob | TransactionalJob | TestEmailJob)[],
    delay = 0,
  ): Promise<void> => {
    for (let start = 0; start < jobs.length; start += BATCH) {
      const entries = jobs.slice(start, start + BATCH).map((job, i) => ({
        Id: String(i),
        MessageBody: JSON.stringify(messageOf(job)),
        ...(delay > 0 ? { DelaySeconds: delay } : {}),
      }));
      const { Failed = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl: queue, Entries: entries }));
      if (Failed.length > 0)
        throw new Error(`${Failed.length} of ${entries.length} jobs were not queued (${Failed[0]?.Code}). The next tick tries again.`);
    }
  };
  return {
    enqueueSend: (jobs) => enqueue(queues.send, jobs),
    enqueuePost: (jobs) => enqueue(queues.post, jobs),
    enqueueCanary: (job) => enqueue(queues.send, [job]),
    enqueueTest: (job) => enqueue(queues.send, [job]),
    enqueueTransactional: (job, later) => enqueue(queues.send, [job], later ? LATER_SECONDS : 0),
  };
}

/** The keys of a message are older than the words of the code, and stay: messages may wait in the queue during a deployment. */
function messageOf(job: SendJob | PostJob | CanaryJob | TransactionalJob | TestEmailJob): object {
  if (!('email' in job)) return job;
  const { email, at } = job;
  return { letter: email, at };
}

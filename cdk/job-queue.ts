import { Duration } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { AlarmBoard, AlarmText } from '#cdk/alarm-board';
import type { Handler } from '#cdk/handler';

export type JobQueueProps = {
  /** How long one batch may take: the timeout of the function that works on it. */
  jobTime: Duration;
  /** A message waits this long before it is seen. Default: not at all. */
  delay?: Duration;
  /** How often a message is tried before it is laid aside. */
  tries: number;
  alarms: AlarmBoard;
  /** What it means when messages have been laid aside. */
  laidAside: AlarmText;
};

/** A queue with a second one for what could not be done, and the alarm that rings when anything lies there. */
export class JobQueue extends Construct {
  readonly queue: Queue;
  readonly jobTime: Duration;

  constructor(scope: Construct, id: string, props: JobQueueProps) {
    super(scope, id);
    const laidAside = deadLetters(this, props.alarms, props.laidAside);
    this.jobTime = props.jobTime;
    this.queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      // AWS advises six times the function's time, so that a message is not given out anew while it is worked on.
      visibilityTimeout: Duration.seconds(props.jobTime.toSeconds() * 6),
      ...(props.delay ? { deliveryDelay: props.delay } : {}),
      deadLetterQueue: { queue: laidAside, maxReceiveCount: props.tries },
    });
  }

  /**
   * Wakes `handler` for batches of at most `batch` messages, at most `atOnce` of them at a time. The pace is kept here: held
   * back by its own reserved concurrency, a function burns the tries of messages that nobody has looked at.
   */
  /** `gather`: how long messages are collected into a batch, which more than ten of them need. */
  wakes(handler: Handler, { batch, atOnce, gather }: { batch: number; atOnce: number; gather?: Duration }): void {
    handler.lambda.addEventSource(
      new SqsEventSource(this.queue, {
        batchSize: batch,
        maxConcurrency: atOnce,
        reportBatchItemFailures: true,
        ...(gather ? { maxBatchingWindow: gather } : {}),
      }),
    );
  }
}

/** A queue in which what could not be done lies for two weeks, with its alarm, below `scope`. */
export function deadLetters(scope: Construct, alarms: AlarmBoard, text: AlarmText): Queue {
  const queue = new Queue(scope, 'DeadLetters', {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
  alarms.add(scope, 'LaidAside', {
    metric: queue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1), statistic: 'Maximum' }),
    at: 1,
    ...text,
  });
  return queue;
}

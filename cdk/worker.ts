import { Duration } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { type QueueFigures, visibilitySeconds } from '#adapters/queue-figures';
import type { AlarmText } from '#cdk/alarm-board';
import { deadLetterQueue } from '#cdk/dead-letters';
import { Handler, type HandlerProps } from '#cdk/handler';

export type WorkerProps = Omit<HandlerProps, 'timeout' | 'unhandled'> & {
  queue: {
    /** The construct id of the queue. */
    id: string;
    figures: QueueFigures;
    /** How long a new message waits before a worker gets it. Default: 0. */
    delay?: Duration;
    /**
     * How many batches are worked on at a time; AWS allows no less than two. The limit is here and not the function's reserved
     * concurrency, because a throttled function uses up the tries of messages that no worker has read.
     */
    maxConcurrency: number;
    /** How long SQS gathers messages into a batch. AWS requires it for batches of more than ten. */
    batchingWindow?: Duration;
  };
  /** The alarm text for messages in the dead-letter queue. */
  deadLetters: AlarmText;
};

/** A function that works on a queue, with the queue, its dead-letter queue and the alarms of both. */
export class Worker extends Handler {
  readonly queue: Queue;

  constructor(scope: Construct, id: string, { queue, deadLetters, ...props }: WorkerProps) {
    super(scope, id, { ...props, timeout: Duration.seconds(queue.figures.seconds) });
    const place = new Construct(scope, queue.id);
    this.queue = new Queue(place, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      // A message that no worker could be started for. SQS counts its time in the dead-letter queue, which is two weeks, from here on.
      retentionPeriod: Duration.days(7),
      visibilityTimeout: Duration.seconds(visibilitySeconds(queue.figures)),
      ...(queue.delay ? { deliveryDelay: queue.delay } : {}),
      deadLetterQueue: { queue: deadLetterQueue(place, props.alarms, deadLetters), maxReceiveCount: queue.figures.tries },
    });
    this.lambda.addEventSource(
      new SqsEventSource(this.queue, {
        batchSize: queue.figures.batch,
        maxConcurrency: queue.maxConcurrency,
        reportBatchItemFailures: true,
        ...(queue.batchingWindow ? { maxBatchingWindow: queue.batchingWindow } : {}),
      }),
    );
  }
}

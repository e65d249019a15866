import { Duration } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { type QueueFigures, visibilitySeconds } from '#adapters/queue-figures';
import type { AlarmText } from '#cdk/alarm-board';
import { deadLetterQueue } from '#cdk/dead-letters';
import { Handler, type HandlerProps } from '#cdk/handler';

export type WorkerProps = Omit<HandlerProps, 'timeout' | 'oneAtATime'> & {
  queue: {
    /** What it is called in the stack. */
    id: string;
    figures: QueueFigures;
    /** A message waits this long before it is seen. Default: not at all. */
    delay?: Duration;
    /**
     * Batches that are worked on at a time. The pace is kept here: held back by its own reserved concurrency, a function burns the tries
     * of messages that nobody has looked at. Two is the least that AWS lets one ask for.
     */
    maxConcurrency: number;
    /** How long messages are gathered into a batch, which more than ten of them need. */
    batchingWindow?: Duration;
  };
  /** What it means when messages could not be worked on. */
  deadLetters: AlarmText;
};

/** A function that works on a queue, with the queue, the dead letters of what it could not do, and the alarms of both. */
export class Worker extends Handler {
  readonly queue: Queue;

  constructor(scope: Construct, id: string, { queue, deadLetters, ...props }: WorkerProps) {
    super(scope, id, { ...props, timeout: Duration.seconds(queue.figures.seconds) });
    const place = new Construct(scope, queue.id);
    this.queue = new Queue(place, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
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

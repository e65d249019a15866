import { DeleteMessageCommand, type Message, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';

export type QueueHandler = (event: SQSEvent) => Promise<SQSBatchResponse>;
/** `batch`: how many messages the handler gets at once, at most ten here. */
export type QueueWorker = { name: string; url: string; batch: number; handler: QueueHandler };

/**
 * Does what Lambda's event source does for one queue: gives batches of messages to the handler and deletes those that it does not
 * report as failed. A failed message comes back after the queue's own visibility timeout. Returns how many messages were received.
 */
export async function answerQueue(sqs: SQSClient, worker: QueueWorker): Promise<number> {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: worker.url,
      MaxNumberOfMessages: 10,
      WaitTimeSeconds: 0,
      MessageSystemAttributeNames: ['All'],
    }),
  );
  for (let start = 0; start < Messages.length; start += worker.batch) {
    const records = Messages.slice(start, start + worker.batch).map((message) => recordOf(message, worker.name));
    // Through JSON, as on Lambda, so that no object is shared with the handler.
    const { batchItemFailures } = await worker.handler(JSON.parse(JSON.stringify({ Records: records })));
    const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    for (const { messageId, receiptHandle } of records) {
      if (!failed.has(messageId)) await sqs.send(new DeleteMessageCommand({ QueueUrl: worker.url, ReceiptHandle: receiptHandle }));
    }
  }
  return Messages.length;
}

function recordOf(message: Message, queue: string): SQSRecord {
  return {
    messageId: message.MessageId ?? '',
    receiptHandle: message.ReceiptHandle ?? '',
    body: message.Body ?? '',
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: '0',
      SenderId: 'local',
      ApproximateFirstReceiveTimestamp: '0',
      ...message.Attributes,
    },
    messageAttributes: {},
    md5OfBody: message.MD5OfBody ?? '',
    eventSource: 'aws:sqs',
    eventSourceARN: `arn:aws:sqs:eu-west-2:000000000000:${queue}`,
    awsRegion: 'eu-west-2',
  };
}

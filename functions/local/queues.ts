import { DeleteMessageCommand, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';

export type QueueHandler = (event: SQSEvent) => Promise<SQSBatchResponse>;
export type QueueWorker = { name: string; url: string; handler: QueueHandler };

/** Failed messages come back after this; never 0, which the emulator cannot store. */
const VISIBILITY_SECONDS = 360;

/**
 * Does for one queue what Lambda's event source does: hands each message to its handler and deletes it when the handler
 * does not name it as failed. Returns how many were handled.
 */
export async function answerQueue(sqs: SQSClient, worker: QueueWorker): Promise<number> {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: worker.url,
      MaxNumberOfMessages: 10,
      WaitTimeSeconds: 0,
      VisibilityTimeout: VISIBILITY_SECONDS,
      MessageSystemAttributeNames: ['All'],
    }),
  );
  for (const message of Messages) {
    const record: SQSRecord = {
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
      eventSourceARN: `arn:aws:sqs:eu-west-2:000000000000:${worker.name}`,
      awsRegion: 'eu-west-2',
    };
    // Through JSON, as on Lambda: no object is shared with the handler.
    const answer = await worker.handler(JSON.parse(JSON.stringify({ Records: [record] })));
    if (answer.batchItemFailures.length === 0)
      await sqs.send(new DeleteMessageCommand({ QueueUrl: worker.url, ReceiptHandle: record.receiptHandle }));
  }
  return Messages.length;
}

// Events of SES that nobody could work on wait in a queue of dead letters. They are evidence: after a restore they are given back.
import { type LambdaClient, paginateListEventSourceMappings } from '@aws-sdk/client-lambda';
import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';

/**
 * Returns the queue of SES events in the stack of the function `certify`, whose functions all have names with the same beginning.
 * Undefined when there is none.
 */
export async function queueOfEvents(lambda: LambdaClient, certify: string): Promise<string | undefined> {
  const worker = `:${certify.replace(/Certify.*$/, '')}HandleSesEvents`;
  for await (const { EventSourceMappings = [] } of paginateListEventSourceMappings({ client: lambda }, {})) {
    const found = EventSourceMappings.find(({ FunctionArn = '' }) => FunctionArn.includes(worker));
    if (found?.EventSourceArn) return found.EventSourceArn;
  }
  return undefined;
}

/** Gives the dead letters of a queue back to it, and returns how many. A run that breaks off may give one back twice: that does no harm. */
export async function returnDeadLetters(sqs: SQSClient, queueArn: string): Promise<number> {
  const queue = await urlOf(sqs, queueArn);
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: queue, AttributeNames: ['RedrivePolicy'] }));
  const { deadLetterTargetArn }: { deadLetterTargetArn?: string } = JSON.parse(Attributes?.RedrivePolicy ?? '{}');
  if (deadLetterTargetArn === undefined) return 0;
  const dead = await urlOf(sqs, deadLetterTargetArn);
  let [returned, empty] = [0, 0];
  // SQS asks only some of its machines for messages: one empty answer proves little.
  while (empty < 3) {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: dead, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }));
    empty = Messages.length === 0 ? empty + 1 : 0;
    for (const { Body = '', ReceiptHandle } of Messages) {
      await sqs.send(new SendMessageCommand({ QueueUrl: queue, MessageBody: Body }));
      await sqs.send(new DeleteMessageCommand({ QueueUrl: dead, ReceiptHandle }));
      returned += 1;
    }
  }
  return returned;
}

async function urlOf(sqs: SQSClient, arn: string): Promise<string> {
  const { QueueUrl = '' } = await sqs.send(new GetQueueUrlCommand({ QueueName: arn.slice(arn.lastIndexOf(':') + 1) }));
  return QueueUrl;
}

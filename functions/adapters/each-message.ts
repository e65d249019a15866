import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';

/**
 * A queue's handler: works message by message and names those that failed, so that the others of the batch are not seen
 * again. What failed is logged with its reason, without its content, which may be personal.
 */
export function eachMessage(work: (body: string) => Promise<void>): (event: SQSEvent) => Promise<SQSBatchResponse> {
  return async (event) => {
    const batchItemFailures: SQSBatchResponse['batchItemFailures'] = [];
    for (const { messageId, body } of event.Records) {
      try {
        await work(body);
      } catch (error) {
        console.error(JSON.stringify({ messageId, failed: error instanceof Error ? error.message : String(error) }));
        batchItemFailures.push({ itemIdentifier: messageId });
      }
    }
    return { batchItemFailures };
  };
}

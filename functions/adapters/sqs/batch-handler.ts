import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';

type QueueHandler = (event: SQSEvent) => Promise<SQSBatchResponse>;

/** A queue's handler that works message by message. */
export function eachMessage(work: (body: string) => Promise<void>): QueueHandler {
  return wholeBatch(async (messages) => {
    const failed = new Map<string, unknown>();
    for (const [id, body] of messages) await work(body).catch((error: unknown) => failed.set(id, error));
    return failed;
  });
}

/**
 * A queue's handler that works on a batch: it gets bodies by message id, and gives what went wrong with which, so that the
 * others are not seen again. What failed is logged with its reason, without its content, which may be personal.
 */
export function wholeBatch(work: (messages: Map<string, string>) => Promise<Map<string, unknown>>): QueueHandler {
  return async (event) => {
    const failed = await work(new Map(event.Records.map(({ messageId, body }) => [messageId, body])));
    for (const [messageId, error] of failed) {
      console.error(JSON.stringify({ messageId, failed: reasonOf(error) }));
    }
    return { batchItemFailures: [...failed.keys()].map((itemIdentifier) => ({ itemIdentifier })) };
  };
}

function reasonOf(error: unknown): string {
  // Its own words quote the text that could not be read.
  if (error instanceof SyntaxError) return 'The message is no JSON.';
  return error instanceof Error ? error.message : String(error);
}

import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';

type QueueHandler = (event: SQSEvent) => Promise<SQSBatchResponse>;

/** Makes a queue handler that works message by message. */
export function eachMessage(work: (body: string) => Promise<void>): QueueHandler {
  return wholeBatch(async (messages) => {
    const failed = new Map<string, unknown>();
    for (const [id, body] of messages) await work(body).catch((error: unknown) => failed.set(id, error));
    return failed;
  });
}

/**
 * Makes a queue handler that works on a whole batch. `work` gets the bodies by message id and returns the errors by message id, so that
 * SQS delivers only the failed messages again. Failures are logged with their reason, without their content, which may be personal.
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
  // A SyntaxError quotes the text that could not be read: the message itself, or a response to the work on it.
  if (error instanceof SyntaxError) return 'The message, or a response to a call of its work, is no JSON.';
  return error instanceof Error ? error.message : String(error);
}

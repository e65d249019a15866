// Timeouts, tries and batch sizes of the queues, for AWS and one machine alike. This file is only data, because the stack imports it.

export type QueueFigures = {
  /** The longest that one batch may take: the timeout of its function. */
  seconds: number;
  /** How often a message is received before it goes to the dead-letter queue. */
  tries: number;
  /** The most messages that the function gets at once. */
  batch: number;
};

export const queueFigures = {
  send: { seconds: 60, tries: 5, batch: 1 },
  // Nine calls of at most 20 s each: four images, four descriptions and the post.
  post: { seconds: 180, tries: 5, batch: 1 },
  // The events of one group of twenty readers mostly arrive together, and are then written together.
  sesEvents: { seconds: 30, tries: 10, batch: 100 },
} as const satisfies Record<string, QueueFigures>;

/** Returns six times the function's timeout, as AWS advises, so that SQS does not deliver a message again during the work on it. */
export const visibilitySeconds = ({ seconds }: QueueFigures): number => seconds * 6;

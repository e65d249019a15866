// How each queue is worked, on AWS and on one machine alike. It is data alone, because the stack imports it.

export type QueueFigures = {
  /** What one batch may take: the timeout of the function that works on it. */
  seconds: number;
  /** How often a message is received before it goes to the dead letters. */
  tries: number;
  /** Messages that the function gets at once, at most. */
  batch: number;
};

export const queueFigures = {
  send: { seconds: 60, tries: 5, batch: 1 },
  // Four images, their descriptions and the post itself: nine calls, of at most 20 s each.
  post: { seconds: 180, tries: 5, batch: 1 },
  // The events of one group of twenty mostly come together, and are then written together.
  sesEvents: { seconds: 30, tries: 10, batch: 100 },
} as const satisfies Record<string, QueueFigures>;

/** AWS advises six times the function's time, so that a message is not given out anew while it is worked on. */
export const visibilitySeconds = ({ seconds }: QueueFigures): number => seconds * 6;

import type { EventFacts } from '#core/publication/publication';
import type { LearningEvent } from '#core/story/story';

/** What readers of an event act on, to the minute. */
export function eventFacts({ status, starts, ends, venue, online }: LearningEvent): EventFacts {
  const place = [venue, online].filter((part) => part !== undefined).join(' and ');
  return { status, starts: starts.toString({ smallestUnit: 'minute' }), ends: ends.toString({ smallestUnit: 'minute' }), place };
}

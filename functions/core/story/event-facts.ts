import type { LearningEvent } from '#core/story/story';

/** Returns an event's facts, its times to the minute. */
export function eventFacts({ status, starts, ends, venue, online }: LearningEvent): EventFacts {
  const place = [venue, online].filter((part) => part !== undefined).join(' and ');
  return { status, starts: starts.toString({ smallestUnit: 'minute' }), ends: ends.toString({ smallestUnit: 'minute' }), place };
}

/** The facts of an event that readers act on: a change in one of them causes a change notice. Wall-clock times in the rules' zone. */
export type EventFacts = { status: 'confirmed' | 'postponed' | 'cancelled'; starts: string; ends: string; place: string };

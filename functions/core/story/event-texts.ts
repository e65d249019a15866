import type { LearningEvent } from '#core/story/story';
import { oneLine } from '#core/text/lines';
import { nhsRange } from '#core/time/nhs-dates';

export function isWebAddress(text: string): boolean {
  return /^https?:\/\/\S+$/.test(text);
}

/** Returns `Bristol`, `Bristol, and online`, `Online`, another text of the editor's, or an empty string. */
export function placeOf(event: LearningEvent): string {
  const venue = oneLine(event.venue ?? '');
  const online = oneLine(event.online ?? '');
  if (online === '') return venue;
  if (isWebAddress(online)) return venue === '' ? 'Online' : `${venue}, and online`;
  return venue === '' ? online : `${venue}, and ${online}`;
}

/** Returns an event's dates and times in NHS style. */
export function eventWhen(event: Pick<LearningEvent, 'starts' | 'ends'>): string {
  return nhsRange(event.starts, event.ends);
}

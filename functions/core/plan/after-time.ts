// Saving must not be sending: what Newsroom first sees when its time has passed goes out only if a person says yes.
import { hasBegun, type Publication, type PublicationRecord } from '#core/publication/publication';
import type { Rules } from '#core/rules/rules';
import type { Story } from '#core/story/story';
import { type StorySeen, timeSeenOf } from '#core/story/story-seen';
import { publishedAt } from '#core/story/story-times';
import { isAfter } from '#core/time/compare';
import { nhsDateTime } from '#core/time/nhs-dates';

/** Why a publication that came into the plan after its time needs a yes. */
export const AFTER_ITS_TIME =
  'It waits for someone to say yes, because its time had passed when an edit of its story or of the rules brought it into the plan.';

/** Returns why what goes out of a story needs a yes; undefined when its time of publication was first seen before it had passed. */
export function whySavedLate(story: Story, storySeen: StorySeen, { savedLate, timezone }: Rules): string | undefined {
  const published = publishedAt(story, timezone);
  const seen = timeSeenOf(storySeen);
  if (savedLate === 'send' || !isAfter(seen, published)) return undefined;
  return `It waits for someone to say yes, because its story says that it was published on ${nhsDateTime(published)}, and Newsroom first saw that later, on ${nhsDateTime(seen.toZonedDateTimeISO(timezone))}.`;
}

/** True when something that tells of the story has begun on this channel, and nobody has stopped it: a person wants it there. */
export function isToldOn(channel: Publication['channel'], records: readonly PublicationRecord[] = []): boolean {
  return records.some((record) => record.channel === channel && hasBegun(record) && record.state !== 'cancelled');
}

// When a story is published, and its event held, in a time zone. Each plan asks for all of them, and a conversion takes 20 µs.
import type { Temporal } from 'temporal-polyfill';
import type { LearningEvent, Story } from '#core/story/story';
import type { StorySeen } from '#core/story/story-seen';
import { atWallClock } from '#core/time/wall-clock';

/** Returns when a story is published. */
export const publishedAt = remembered((story: Story, zone) => atWallClock(story.published, zone));
/** Returns when an event starts, and when it ends. */
export const startsAt = remembered((event: LearningEvent, zone) => atWallClock(event.starts, zone));
export const endsAt = remembered((event: LearningEvent, zone) => atWallClock(event.ends, zone));
/** Returns the tick that first saw a story's time of publication. */
export const publishedSeenAt = remembered(({ publishedSeen }: StorySeen, zone) => publishedSeen.toZonedDateTimeISO(zone));

function remembered<O extends object>(timeOf: (of: O, zone: string) => Temporal.ZonedDateTime) {
  const known = new WeakMap<O, { zone: string; time: Temporal.ZonedDateTime }>();
  return (of: O, zone: string): Temporal.ZonedDateTime => {
    const before = known.get(of);
    if (before?.zone === zone) return before.time;
    const time = timeOf(of, zone);
    known.set(of, { zone, time });
    return time;
  };
}

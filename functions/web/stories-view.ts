import { Temporal } from 'temporal-polyfill';
import { atWallClock, isBefore } from '#core/calendar';
import type { Rules } from '#core/rules';
import type { BlogPost, LearningEvent, Story } from '#core/story';
import { storyLine } from '#web/story-view';

/** Posts newest first, events ahead soonest first, events past latest first. */
export function storiesView(stories: readonly Story[], rules: Rules, now: Temporal.Instant) {
  const here = now.toZonedDateTimeISO(rules.timezone);
  const posts = stories
    .filter((story): story is BlogPost => story.kind === 'post')
    .sort((a, b) => Temporal.PlainDateTime.compare(b.published, a.published));
  const events = stories
    .filter((story): story is LearningEvent => story.kind === 'event')
    .sort((a, b) => Temporal.PlainDateTime.compare(a.starts, b.starts));
  const isOver = (event: LearningEvent) => isBefore(atWallClock(event.ends, rules.timezone), here);
  return {
    name: rules.name,
    posts: posts.map((post) => storyLine(post, rules)),
    ahead: events.filter((event) => !isOver(event)).map((event) => storyLine(event, rules)),
    past: events
      .filter(isOver)
      .toReversed()
      .map((event) => storyLine(event, rules)),
  };
}

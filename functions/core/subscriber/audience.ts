import { Temporal } from 'temporal-polyfill';
import type { Publication } from '#core/publication/publication';
import type { Slug, Story } from '#core/story/story';
import type { Subscriber } from '#core/subscriber/subscriber';

/** Returns the publication's stories that a subscriber gets, in its order. Empty: the subscriber is not in the audience. */
export function selectionFor(publication: Publication, stories: readonly Story[], subscriber: Subscriber): Slug[] {
  if (subscriber.status !== 'confirmed' || isPaused(subscriber, publication.due) || !takes(publication, subscriber)) return [];
  return stories.filter((story) => concerns(story, subscriber)).map((story) => story.slug);
}

/** True when the subscriber's pause covers the day of `due`, which is in the rules' time zone. */
export function isPaused({ pausedUntil }: Pick<Subscriber, 'pausedUntil'>, due: Temporal.ZonedDateTime): boolean {
  return pausedUntil !== undefined && Temporal.PlainDate.compare(due.toPlainDate(), pausedUntil) < 0;
}

function takes({ kind, series }: Publication, { frequency }: Subscriber): boolean {
  switch (kind) {
    case 'alert':
      return frequency === 'each';
    case 'digest':
      return frequency === series;
    case 'announcement':
    case 'reminder':
    case 'follow-up':
    case 'change':
      // Every subscriber gets news of events.
      return true;
    case 'social':
      return false;
    default:
      return kind satisfies never;
  }
}

function concerns(story: Story, { topics }: Subscriber): boolean {
  return topics.length === 0 || story.topics.length === 0 || story.topics.some((topic) => topics.includes(topic));
}

// Stories as pages show them. Links stay on the site; only addresses for other sites are absolute.
import type { Temporal } from 'temporal-polyfill';
import { CARD_SIZE_PX, cardVersion } from '#core/card/card-layout';
import { cardAlt, eventCard } from '#core/card/event-card';
import type { ImageFile } from '#core/image/image-file';
import { imageNamed } from '#core/image/prepared-image';
import { renderMarkdown } from '#core/markdown/render-markdown';
import type { Rules, Topic } from '#core/rules/rules';
import { addToCalendar } from '#core/site/ics-event';
import { links } from '#core/site/links';
import { eventWhen, isWebAddress, placeOf } from '#core/story/event-texts';
import type { BlogPost, LearningEvent, PublicStory } from '#core/story/story';
import { isBefore } from '#core/time/compare';
import { dayParts, longDate } from '#core/time/date-parts';
import { atWallClock } from '#core/time/wall-clock';
import type { Around } from '#web/page';

const here = links({ site: '' });

const EVENT_STATUS = {
  confirmed: undefined,
  cancelled: { tag: 'Cancelled', colour: 'red', notice: 'This event is cancelled. It will not take place.' },
  postponed: {
    tag: 'Postponed',
    colour: 'orange',
    notice: 'This event is postponed. It will not take place on this date. We will tell you the new date.',
  },
} as const;

export function postView(post: BlogPost, rules: Rules, images: readonly ImageFile[]): object {
  return {
    ...storyView(post, rules, images),
    byline: [post.author, post.role].filter(Boolean).join(', '),
    date: longDate(post.published),
    machineDate: post.published.toString({ smallestUnit: 'minute' }),
  };
}

export function eventView(event: LearningEvent, rules: Rules, images: readonly ImageFile[], now: Temporal.Instant): object {
  const over = isBefore(atWallClock(event.ends, rules.timezone), now.toZonedDateTimeISO(rules.timezone));
  const comes = event.status === 'confirmed' && !over;
  const online = event.online !== undefined && isWebAddress(event.online) ? event.online : '';
  const calendar = addToCalendar(event, rules);
  return {
    ...storyView(event, rules, images),
    eventStatus: EVENT_STATUS[event.status],
    reason: event.status === 'confirmed' ? '' : (event.reason ?? ''),
    over: over && event.status === 'confirmed',
    whenLabel: event.status === 'confirmed' ? 'When' : 'It was to be',
    when: eventWhen(event),
    day: dayOf(event),
    // Without a venue the online link is the place.
    place: comes && online !== '' && event.venue === undefined ? '' : placeOf(event),
    online: comes ? online : '',
    registration: comes ? (event.registration ?? '') : '',
    calendar: comes ? { ...calendar, ics: here.calendarFile(event) } : undefined,
    followUp: over && event.follow_up ? markdown(event.follow_up, images, 'after-note') : '',
  };
}

/** Returns the words of an event's date block. It is crossed out when the event does not take place then. */
function dayOf({ starts, status }: LearningEvent) {
  return { ...dayParts(starts), off: status !== 'confirmed' };
}

/** Returns a story's line in a list. */
export function storyLine(story: PublicStory): object {
  const post = story.kind === 'post';
  return {
    url: here.story(story),
    title: story.title,
    summary: story.summary,
    eventStatus: post ? undefined : EVENT_STATUS[story.status],
    about: post ? `${longDate(story.published)}, by ${story.author}` : [eventWhen(story), placeOf(story)].filter(Boolean).join(', '),
    day: post ? undefined : dayOf(story),
    image: story.image && { url: here.image(story.image.src), width: story.image.width, height: story.image.height },
  };
}

/** Returns what other sites show when a person shares a page that is no story. */
export function siteCard(rules: Rules, url: string, description: string): NonNullable<Around['card']> {
  return { url, description, type: 'website', handle: rules.x.handle };
}

/** Returns what other sites show when a person shares the story. */
export function cardOf(story: PublicStory, rules: Rules): NonNullable<Around['card']> {
  const site = links(rules);
  const image = pictureOf(story, rules);
  return { url: site.story(story), description: story.summary, type: 'article', handle: rules.x.handle, ...(image ? { image } : {}) };
}

/** The story's own image, or an event's card. */
function pictureOf(story: PublicStory, rules: Rules): NonNullable<Around['card']>['image'] {
  const site = links(rules);
  if (story.image) {
    const { src, alt, width, height } = story.image;
    return { url: site.image(src), alt, width, height };
  }
  const card = story.kind === 'event' && rules.social.cards ? eventCard(story, rules) : undefined;
  return story.kind === 'event' && card
    ? { url: site.eventCard(story, cardVersion(card)), alt: cardAlt(card), ...CARD_SIZE_PX }
    : undefined;
}

function storyView(story: PublicStory, rules: Rules, images: readonly ImageFile[]) {
  return {
    title: story.title,
    topics: story.topics.map((topic) => topicLink(topic, rules)),
    image: story.image && { ...story.image, url: here.image(story.image.src) },
    body: markdown(story.body, images, 'note'),
  };
}

function markdown(text: string, images: readonly ImageFile[], notes: string): string {
  return renderMarkdown(text, {
    headingShift: 1,
    footnoteIdPrefix: notes,
    images: (name) => {
      const image = imageNamed(name, images);
      return image && { url: here.image(image.src), width: image.width, height: image.height };
    },
  });
}

/** Returns a topic's name, as readers see it, and the address of its page. */
export function topicLink(topic: Topic, rules: Pick<Rules, 'topics'>): { words: string; url: string } {
  return { words: rules.topics.get(topic) ?? topic, url: here.topic(topic) };
}

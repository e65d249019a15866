import type { PublicationId } from '#core/publication/publication';
import type { Rules, Topic } from '#core/rules/rules';
import type { LearningEvent, PublicStory } from '#core/story/story';

/** The public addresses of the newsroom. */
export type Links = {
  home: string;
  storyList: string;
  events: string;
  topics: string;
  topic(topic: Topic): string;
  sentEmails: string;
  sentEmail(publication: PublicationId): string;
  search: string;
  calendar: string;
  calendarFeed: string;
  atomFeed: string;
  jsonFeed: string;
  sitemap: string;
  accessibility: string;
  privacy: string;
  story(story: Pick<PublicStory, 'kind' | 'slug' | 'address'>): string;
  calendarFile(event: Pick<LearningEvent, 'slug' | 'address'>): string;
  /** `version` names the card's content, so browsers may cache it for ever. */
  eventCard(event: Pick<LearningEvent, 'slug' | 'address'>, version: string): string;
  /** `src` is the path below the content's `images` folder, as written in the story. */
  image(src: string): string;
  unsubscribe(token: string): string;
  preferences(token: string): string;
  subscribe: string;
  /** The form that a trust can put on its intranet. */
  subscribeForm: string;
  confirm(token: string): string;
};

/** Returns the public addresses, absolute and percent-encoded, below the site's origin in the rules. */
export function links(rules: Pick<Rules, 'site'>): Links {
  const to = (...parts: string[]) => [rules.site, ...parts.map(segment)].join('/');
  return {
    home: `${rules.site}/`,
    storyList: to('posts'),
    events: to('events'),
    topics: to('topics'),
    topic: (topic: Topic) => to('topics', topic),
    sentEmails: to('sent'),
    sentEmail: (publication: PublicationId) => to('sent', publication),
    search: to('search'),
    calendar: to('calendar'),
    calendarFeed: to('calendar.ics'),
    atomFeed: to('feed.xml'),
    jsonFeed: to('feed.json'),
    sitemap: to('sitemap.xml'),
    accessibility: to('accessibility'),
    privacy: to('privacy'),
    story: ({ kind, slug, address = slug }: Pick<PublicStory, 'kind' | 'slug' | 'address'>) =>
      to(kind === 'post' ? 'posts' : 'events', address),
    calendarFile: ({ slug, address = slug }: Pick<LearningEvent, 'slug' | 'address'>) => to('events', `${address}.ics`),
    eventCard: ({ slug, address = slug }: Pick<LearningEvent, 'slug' | 'address'>, version: string) =>
      `${to('events', address, 'card.png')}?v=${version}`,
    image: (src: string) => to('images', ...src.split('/')),
    unsubscribe: (token: string) => to('u', token),
    preferences: (token: string) => to('p', token),
    subscribe: to('subscribe'),
    subscribeForm: to('subscribe', 'form'),
    confirm: (token: string) => to('c', token),
  };
}

/**
 * Percent-encodes one part of a path. An image's name may hold `#`, `?`, spaces, or half a surrogate pair, at which encodeURIComponent
 * throws. It leaves `!'()*~` as they are, but some mail programs and X cut these off at the end of a link.
 */
function segment(part: string): string {
  return encodeURIComponent(part.toWellFormed()).replace(
    /[!'()*~]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

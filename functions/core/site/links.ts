import type { PublicationId } from '#core/publication/publication';
import type { Rules, Topic } from '#core/rules/rules';
import type { LearningEvent, Story } from '#core/story/story';

export type Links = ReturnType<typeof links>;

/** Each public address of the newsroom, absolute and percent-encoded, from the site's origin in the rules. */
export function links(rules: Pick<Rules, 'site'>) {
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
    story: (story: Pick<Story, 'kind' | 'slug'>) => to(story.kind === 'post' ? 'posts' : 'events', story.slug),
    calendarFile: (event: Pick<LearningEvent, 'slug'>) => to('events', `${event.slug}.ics`),
    /** `version` names what it shows, so that it can be kept for ever. */
    eventCard: (event: Pick<LearningEvent, 'slug'>, version: string) => `${to('events', event.slug, 'card.png')}?v=${version}`,
    /** `src` is the path below the content's `images` folder, as written in the story. */
    image: (src: string) => to('images', ...src.split('/')),
    unsubscribe: (token: string) => to('u', token),
    preferences: (token: string) => to('p', token),
    subscribe: to('subscribe'),
    /** The form that a trust can put on its intranet. */
    subscribeForm: to('subscribe', 'form'),
    confirm: (token: string) => to('c', token),
  };
}

/**
 * An image's name may hold `#`, `?`, spaces or, on an odd disk, half a surrogate pair, which encodeURIComponent throws at. What it
 * leaves as it is (`!'()*~`) is cut off by some mail programs and by X when it ends a link.
 */
function segment(part: string): string {
  return encodeURIComponent(part.toWellFormed()).replace(
    /[!'()*~]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

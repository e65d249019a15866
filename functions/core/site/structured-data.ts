// A story for search engines (schema.org, as JSON-LD).

import type { Rules } from '#core/rules/rules';
import { links } from '#core/site/links';
import { isWebAddress } from '#core/story/event-texts';
import type { BlogPost, LearningEvent, PublicStory } from '#core/story/story';
import { atWallClock } from '#core/time/wall-clock';

/** Returns JSON that is safe inside a script element: `<`, `>` and `&` are escaped. */
export function structuredData(story: PublicStory, rules: Rules): string {
  const site = links(rules);
  const common = {
    '@context': 'https://schema.org',
    url: site.story(story),
    description: story.summary,
    inLanguage: 'en-GB',
    ...(story.image ? { image: [site.image(story.image.src)] } : {}),
  };
  const data = story.kind === 'post' ? { ...common, ...article(story, rules) } : { ...common, ...event(story, rules) };
  return JSON.stringify(data).replace(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function article(post: BlogPost, rules: Rules) {
  return {
    '@type': 'Article',
    headline: post.title,
    datePublished: moment(post.published, rules),
    mainEntityOfPage: links(rules).story(post),
    author: { '@type': 'Person', name: post.author, ...(post.role === undefined ? {} : { jobTitle: post.role }) },
    publisher: publisher(rules),
    ...(post.topics.length > 0 ? { keywords: post.topics.map((topic) => rules.topics.get(topic) ?? topic) } : {}),
  };
}

const STATUS = { confirmed: 'EventScheduled', postponed: 'EventPostponed', cancelled: 'EventCancelled' } as const;

function event(event: LearningEvent, rules: Rules) {
  const online = event.online !== undefined && isWebAddress(event.online);
  const attendance = event.venue === undefined ? 'Online' : online ? 'Mixed' : 'Offline';
  const places = [
    ...(event.venue === undefined ? [] : [{ '@type': 'Place', name: event.venue, address: event.venue }]),
    ...(online ? [{ '@type': 'VirtualLocation', url: event.online }] : []),
  ];
  return {
    '@type': 'Event',
    name: event.title,
    startDate: moment(event.starts, rules),
    endDate: moment(event.ends, rules),
    eventStatus: `https://schema.org/${STATUS[event.status]}`,
    eventAttendanceMode: `https://schema.org/${attendance}EventAttendanceMode`,
    location: places.length === 1 ? places[0] : places,
    organizer: publisher(rules),
  };
}

function publisher(rules: Rules) {
  return { '@type': 'Organization', name: rules.name, url: links(rules).home };
}

/** Returns ISO 8601 with the offset that the rules' zone has on that day. */
function moment(time: LearningEvent['starts'], rules: Rules): string {
  return atWallClock(time, rules.timezone).toString({ smallestUnit: 'minute', timeZoneName: 'never' });
}

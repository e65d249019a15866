import { Temporal } from 'temporal-polyfill';
import type { Publication } from '#core/publication/publication';
import type { Rules } from '#core/rules/rules';
import type { Slug, Story } from '#core/story/story';
import type { Subscriber, SubscriberId } from '#core/subscriber/subscriber';

/** All that an audience is chosen by. Without an id it stands for everybody who has chosen so. */
type Chooser = Pick<Subscriber, 'status' | 'frequency' | 'topics' | 'organisation' | 'pausedUntil'> & { id?: SubscriberId };

/**
 * Returns the publication's stories that a subscriber gets, in its order. Empty: the subscriber is not in the audience. `told`: who has
 * been sent an email of its own about the event `toldOf`, for a message to them.
 */
export function selectionFor(
  publication: Publication,
  stories: readonly Story[],
  subscriber: Chooser,
  told: ReadonlySet<SubscriberId>,
): Slug[] {
  if (subscriber.status !== 'confirmed' || isPaused(subscriber, publication.due) || !takes(publication, subscriber)) return [];
  return stories.filter((story) => concerns(story, subscriber, told)).map((story) => story.slug);
}

/**
 * Returns whom the publication is for, in words, by the same rules as `selectionFor`: a line on how often they want emails, and one for
 * each story with topics, or for whom a message is. How many people that are is no part of it. `event`: the title of the event `toldOf`;
 * without it, the name that the message has for it, which stays when the title changes.
 */
export function audienceRule(
  publication: Publication,
  stories: readonly Story[],
  { topics, organisations }: Pick<Rules, 'topics' | 'organisations'>,
  event?: string,
): string[] {
  if (publication.kind === 'social') return [whoTakes(publication)];
  const chosen = stories.flatMap((story) => {
    const to = story.kind === 'message' ? story.to : undefined;
    if (to?.kind === 'organisations') return [`Of them those of ${to.organisations.map((id) => organisations.get(id) ?? id).join(' or ')}`];
    if (to?.kind === 'event') return [`Of them those who have been sent an email about the event “${event ?? to.event}”`];
    if (story.topics.length === 0) return [];
    const who = `those who chose ${story.topics.map((topic) => topics.get(topic) ?? topic).join(' or ')}, or no topic at all`;
    // A new title changes nobody's topics.
    return [stories.length === 1 ? `Of them ${who}` : `Of them, for ${story.slug}: ${who}`];
  });
  return [whoTakes(publication), ...chosen];
}

/** True when the subscriber's pause covers the day of `due`, which is in the rules' time zone. */
export function isPaused({ pausedUntil }: Pick<Subscriber, 'pausedUntil'>, due: Temporal.ZonedDateTime): boolean {
  return pausedUntil !== undefined && Temporal.PlainDate.compare(due.toPlainDate(), pausedUntil) < 0;
}

function takes({ kind, series }: Publication, { frequency }: Chooser): boolean {
  switch (kind) {
    case 'alert':
      return frequency === 'each';
    case 'digest':
      return frequency === series;
    case 'announcement':
    case 'reminder':
    case 'follow-up':
    case 'change':
    case 'message':
      // Every subscriber gets news of events, and messages.
      return true;
    case 'social':
      return false;
    default:
      return kind satisfies never;
  }
}

/** Says in words what `takes` decides. */
function whoTakes({ kind, series }: Publication): string {
  switch (kind) {
    case 'alert':
      return 'Everyone who wants each new post';
    case 'digest':
      return `Everyone who wants the ${series} digest`;
    case 'announcement':
    case 'reminder':
    case 'follow-up':
    case 'change':
    case 'message':
      return 'Everyone who gets our emails';
    case 'social':
      return 'Everyone who follows the account';
    default:
      return kind satisfies never;
  }
}

function concerns(story: Story, { id, topics, organisation }: Chooser, told: ReadonlySet<SubscriberId>): boolean {
  if (story.kind === 'message' && story.to.kind === 'organisations') {
    const { organisations, formerOrganisations = [] } = story.to;
    return organisation !== undefined && [...organisations, ...formerOrganisations].includes(organisation);
  }
  if (story.kind === 'message' && story.to.kind === 'event') return id !== undefined && told.has(id);
  const { topics: its, formerTopics = [] } = story;
  return topics.length === 0 || its.length === 0 || [...its, ...formerTopics].some((topic) => topics.includes(topic));
}

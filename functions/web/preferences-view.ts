import type { Rules } from '#core/rules';
import type { Subscriber } from '#core/subscriber';

/** What a subscriber gets, in words. */
export function preferencesView({ frequency, topics, organisation }: Subscriber, rules: Rules) {
  return {
    emails: [...postsOf(frequency), 'News of our events: when one is announced, reminders before it, and any change'],
    topics: topics.length === 0 ? ['All topics'] : topics.map((topic) => rules.topics.get(topic) ?? topic),
    organisation: organisation === undefined ? '' : (rules.organisations.get(organisation) ?? organisation),
  };
}

function postsOf(frequency: string): string[] {
  if (frequency === 'events') return [];
  if (frequency === 'each') return ['Each new post, as it comes out'];
  return [`The ${frequency} digest of our posts and events`];
}

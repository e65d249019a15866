import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import type { Publication } from '#core/publication/publication';
import { formerTopics, presentTopics } from '#core/rules/merged';
import type { Story } from '#core/story/story';
import { selectionFor } from '#core/subscriber/audience';
import type { SubscriberStatus } from '#core/subscriber/subscriber';
import { id, london, sampleEvent, samplePost, sampleSubscriber, slug, topic } from '#tests/core/samples';

const publication = (different: Partial<Publication>): Publication => ({
  id: id('any'),
  kind: 'alert',
  channel: 'email',
  due: london('2019-09-12T09:00'),
  stories: [],
  decision: 'go',
  ...different,
});
const deaths = samplePost({ slug: slug('deaths'), topics: [topic('learning-from-deaths')] });
const capability = samplePost({ slug: slug('capability'), topics: [topic('building-capability')] });
const general = sampleEvent({ slug: slug('general'), topics: [] });
const all = [capability, deaths, general];
const each = sampleSubscriber({ frequency: 'each' });

test('merging topics takes no story from anybody, whatever they had chosen and whatever a story had', () => {
  const keys = ['building-capability', 'learning-from-deaths', 'medication'].map(topic);
  const some = fc.subarray(keys);
  fc.assert(
    fc.property(some, some, fc.subarray(keys, { minLength: 2, maxLength: 2 }), (chosen, its, [former = topic(''), into = topic('')]) => {
      const rules = { mergedTopics: new Map([[former, into]]) };
      const topics = presentTopics(its, rules);
      const before = samplePost({ topics: its });
      const merged = { ...before, topics, formerTopics: formerTopics(topics, rules) };
      const got = (story: Story, choices: typeof chosen) =>
        selectionFor(publication({}), [story], sampleSubscriber({ frequency: 'each', topics: choices }), new Set()).length > 0;
      if (got(before, chosen)) expect(got(merged, chosen)).toBe(true);
      // Who has saved their page since has the other topic, and gets the same.
      expect(got(merged, presentTopics(chosen, rules))).toBe(got(merged, chosen));
    }),
  );
});

describe('the audience of a publication', () => {
  test.each([
    ['alert', ['each']],
    ['digest', ['weekly']],
    ['announcement', ['each', 'weekly', 'monthly', 'events']],
    ['reminder', ['each', 'weekly', 'monthly', 'events']],
    ['follow-up', ['each', 'weekly', 'monthly', 'events']],
    ['change', ['each', 'weekly', 'monthly', 'events']],
    ['social', []],
  ] as const)('the audience of %s is the subscribers who chose %j', (kind, expected) => {
    const weekly = publication({ kind, ...(kind === 'digest' && { series: 'weekly' }) });
    const takers = ['each', 'weekly', 'monthly', 'events'].filter(
      (frequency) => selectionFor(weekly, [general], sampleSubscriber({ frequency }), new Set()).length > 0,
    );
    expect(takers).toEqual(expected);
  });

  test('the audience leaves out readers whose pause lasts longer than the day on which the publication is due', () => {
    const until = (day: string) => ({ ...each, pausedUntil: Temporal.PlainDate.from(day) });
    // A minute past midnight in London in summer is still the day before in UTC.
    const alert = publication({ due: london('2019-09-12T00:01') });
    expect(selectionFor(alert, all, until('2019-09-13'), new Set())).toEqual([]);
    expect(selectionFor(alert, all, until('2019-09-12'), new Set())).not.toEqual([]);
  });

  test('the audience is confirmed subscribers only', () => {
    const statuses: SubscriberStatus[] = ['pending', 'confirmed', 'unsubscribed', 'bounced', 'complained'];
    expect(statuses.filter((status) => selectionFor(publication({}), [deaths], { ...each, status }, new Set()).length > 0)).toEqual([
      'confirmed',
    ]);
  });
});

describe('a subscriber’s selection of a publication', () => {
  const digest = publication({ kind: 'digest', series: 'weekly' });
  const weekly = (...topics: string[]) => sampleSubscriber({ frequency: 'weekly', topics: topics.map(topic) });

  test('a subscriber without topics gets every story of a publication', () => {
    expect(selectionFor(digest, all, weekly(), new Set())).toEqual(['capability', 'deaths', 'general']);
  });

  test('a subscriber with topics gets stories that share one or have none, in the publication’s order', () => {
    expect(selectionFor(digest, all, weekly('learning-from-deaths'), new Set())).toEqual(['deaths', 'general']);
    expect(selectionFor(digest, [general, ...all], weekly('building-capability', 'learning-from-deaths'), new Set())).toEqual([
      'general',
      'capability',
      'deaths',
      'general',
    ]);
  });

  test('a subscriber gets no email when no story matches their topics, events and change notices included', () => {
    const reader = { ...each, topics: [topic('medication')] };
    const session = sampleEvent({ topics: [topic('learning-from-deaths')] });
    expect(selectionFor(digest, [deaths, capability], weekly('medication'), new Set())).toEqual([]);
    for (const kind of ['announcement', 'change'] as const)
      expect(selectionFor(publication({ kind }), [session], reader, new Set())).toEqual([]);
  });
});

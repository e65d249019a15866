import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import type { Publication } from '#core/publication/publication';
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

describe('who gets a publication', () => {
  test.each([
    ['alert', ['each']],
    ['digest', ['weekly']],
    ['announcement', ['each', 'weekly', 'monthly', 'events']],
    ['reminder', ['each', 'weekly', 'monthly', 'events']],
    ['follow-up', ['each', 'weekly', 'monthly', 'events']],
    ['change', ['each', 'weekly', 'monthly', 'events']],
    ['social', []],
  ] as const)('%s: those who asked for %j', (kind, expected) => {
    const weekly = publication({ kind, ...(kind === 'digest' && { series: 'weekly' }) });
    const takers = ['each', 'weekly', 'monthly', 'events'].filter(
      (frequency) => selectionFor(weekly, [general], sampleSubscriber({ frequency })).length > 0,
    );
    expect(takers).toEqual(expected);
  });

  test('nobody whose break lasts longer than the day on which it is due', () => {
    const until = (day: string) => ({ ...each, pausedUntil: Temporal.PlainDate.from(day) });
    // A minute past midnight in London is the day before in UTC.
    const alert = publication({ due: london('2019-09-12T00:01') });
    expect(selectionFor(alert, all, until('2019-09-13'))).toEqual([]);
    expect(selectionFor(alert, all, until('2019-09-12'))).not.toEqual([]);
  });

  test('only those who confirmed and stayed', () => {
    const statuses: SubscriberStatus[] = ['pending', 'confirmed', 'unsubscribed', 'bounced', 'complained'];
    expect(statuses.filter((status) => selectionFor(publication({}), [deaths], { ...each, status }).length > 0)).toEqual(['confirmed']);
  });
});

describe('what they get of it', () => {
  const digest = publication({ kind: 'digest', series: 'weekly' });
  const weekly = (...topics: string[]) => sampleSubscriber({ frequency: 'weekly', topics: topics.map(topic) });

  test('everything, without topics', () => {
    expect(selectionFor(digest, all, weekly())).toEqual(['capability', 'deaths', 'general']);
  });

  test('what shares a topic or has none, in the order of the publication', () => {
    expect(selectionFor(digest, all, weekly('learning-from-deaths'))).toEqual(['deaths', 'general']);
    expect(selectionFor(digest, [general, ...all], weekly('building-capability', 'learning-from-deaths'))).toEqual([
      'general',
      'capability',
      'deaths',
      'general',
    ]);
  });

  test('nothing when nothing is for them, events and their changes included', () => {
    const reader = { ...each, topics: [topic('medication')] };
    const session = sampleEvent({ topics: [topic('learning-from-deaths')] });
    expect(selectionFor(digest, [deaths, capability], weekly('medication'))).toEqual([]);
    for (const kind of ['announcement', 'change'] as const) expect(selectionFor(publication({ kind }), [session], reader)).toEqual([]);
  });
});

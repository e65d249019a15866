// Sample stories, rules and people: complete and ordinary. A test gives only what differs.
import { Temporal } from 'temporal-polyfill';
import type { PublicationId } from '#core/publication/publication';
import type { Rules, Topic } from '#core/rules/rules';
import type { BlogPost, LearningEvent, Slug } from '#core/story/story';
import type { Subscriber, SubscriberId } from '#core/subscriber/subscriber';

export const slug = (text: string) => text as Slug;
export const topic = (text: string) => text as Topic;
export const id = (text: string) => text as PublicationId;
export const local = (text: string) => Temporal.PlainDateTime.from(text);
export const time = (text: string) => Temporal.PlainTime.from(text);
/** The moment at which clocks in London show `text`. */
export const london = (text: string) => local(text).toZonedDateTime('Europe/London');
export const days = (count: number) => Temporal.Duration.from({ days: count });

export function samplePost(different: Partial<BlogPost> = {}): BlogPost {
  const name = different.slug ?? slug('2019-09-12-first-visit');
  return {
    kind: 'post',
    slug: name,
    file: `posts/${name}.md`,
    title: 'What we learned from the first visit',
    author: 'Ama Bright',
    published: local('2019-09-12T09:00'),
    topics: [],
    summary: 'Three things that surprised us.',
    body: 'We went to see how others do it.',
    ...different,
  };
}

export function sampleEvent(different: Partial<LearningEvent> = {}): LearningEvent {
  const name = different.slug ?? slug('2020-03-26-spring-session');
  return {
    kind: 'event',
    slug: name,
    file: `events/${name}.md`,
    title: 'Spring learning session',
    starts: local('2020-03-26T09:30'),
    ends: local('2020-03-26T16:30'),
    venue: 'Bristol',
    status: 'confirmed',
    published: local('2020-01-14T10:00'),
    topics: [],
    summary: 'A day to share what works.',
    body: 'Bring a colleague.',
    ...different,
  };
}

export function sampleRules(different: Partial<Rules> = {}): Rules {
  return {
    name: 'Sample Improvement Collaborative',
    shortName: 'SIC',
    timezone: 'Europe/London',
    site: 'https://news.example.org',
    sender: {
      name: 'Sample Collaborative',
      address: 'news@example.org',
      replyTo: 'team@example.org',
      postalAddress: 'Sample Collaborative, 1 Example Street, Bristol BS1 1AA',
    },
    brand: { colour: '#005eb8' },
    x: { handle: 'sample', hashtags: ['QualityImprovement'] },
    topics: new Map([
      [topic('building-capability'), 'Building capability'],
      [topic('learning-from-deaths'), 'Learning from deaths'],
    ]),
    organisations: new Map([['avon', 'Avon']]),
    digests: [
      { name: 'weekly', when: { every: 'week', weekday: 4 }, at: time('08:30') },
      { name: 'monthly', when: { every: 'month', weekday: 2, nth: 1 }, at: time('08:30') },
    ],
    upcomingEvents: days(60),
    events: { reminders: [days(28), days(7), days(1)], at: time('09:00'), followUp: days(1) },
    social: { slots: [time('09:00'), time('12:30'), time('17:00')], monthlyBudgetUsd: 10 },
    quiet: { hours: { from: time('19:00'), until: time('07:30') }, weekends: true, bankHolidays: 'england-and-wales' },
    approval: 'automatic',
    savedLate: 'ask',
    unknown: 'resend',
    undo: Temporal.Duration.from({ minutes: 2 }),
    maxLateness: Temporal.Duration.from({ hours: 12 }),
    backdatedAfter: days(7),
    ...different,
  };
}

export function sampleSubscriber(different: Partial<Subscriber> = {}): Subscriber {
  return {
    id: 'sample' as SubscriberId,
    address: 'ama@avon.example.org',
    name: 'Ama Bright',
    frequency: 'each',
    topics: [],
    status: 'confirmed',
    ...different,
  };
}

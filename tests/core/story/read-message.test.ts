import { describe, expect, test } from 'vitest';
import { readStories } from '#core/story/read-stories';
import { images, rules as plain, source } from '#tests/core/story/written-stories';

const rules = { ...plain, organisations: new Map([['devon', 'Devon']]) };

const read = (keys: string) =>
  readStories(
    [source('messages/a.md', `---\ntitle: The room has changed\npublished: 2026-09-10T09:00\n${keys}\n---\n\nWe meet upstairs.\n`)],
    images,
    rules,
  );

describe('the file of a message', () => {
  test.each([
    ['to: everyone', { kind: 'everyone' }],
    ['to: topics\ntopics: [medication]', { kind: 'topics' }],
    ['to: organisations\norganisations: [devon, devon]', { kind: 'organisations', organisations: ['devon'] }],
    ['to: event\nevent: 2026-10-15-autumn', { kind: 'event', event: '2026-10-15-autumn' }],
  ])('a message says whom it is for: %s', (keys, to) => {
    const { stories, problems } = read(keys);
    expect(problems).toEqual([]);
    expect(stories).toMatchObject([{ kind: 'message', slug: 'a', title: 'The room has changed', to }]);
  });

  test.each([
    ['summary: x', /no "to" in a message/],
    ['to: all', /"all" is not understood here/],
    ['to: topics', /"to: topics" needs a line with topics: below it/],
    ['to: organisations', /"to: organisations" needs a line with organisations: below it/],
    ['to: organisations\norganisations: [nowhere]', /"nowhere" is not an organisation of newsroom.yaml/],
    ['to: event', /"to: event" needs a line with event: below it/],
    ['to: everyone\ntopics: [medication]', /"topics" says otherwise than "to: everyone"/],
    ['to: topics\ntopics: [medication]\norganisations: [devon]', /"organisations" says otherwise than "to: topics"/],
    ['to: everyone\nsocial: Hello', /email only/],
    ['to: everyone\ntrusts: [devon]', /Did you mean "organisations"/],
  ])('what nobody could know the readers of is a problem: %s', (keys, sentence) => {
    const { stories, problems } = read(keys);
    expect(stories).toEqual([]);
    expect(problems.map((problem) => problem.sentence).join(' ')).toMatch(sentence);
  });
});

test('a message to a trust that was merged goes to the one that it counts as, and to those who still have the old one', () => {
  const merged = { ...rules, mergedOrganisations: new Map([['north-devon', 'devon']]) };
  const file = source(
    'messages/a.md',
    '---\ntitle: A\npublished: 2026-09-10T09:00\nto: organisations\norganisations: [north-devon]\n---\n\nB.\n',
  );
  expect(readStories([file], images, merged).stories).toMatchObject([
    { to: { kind: 'organisations', organisations: ['devon'], formerOrganisations: ['north-devon'] } },
  ]);
});

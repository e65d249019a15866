import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { endingAgreements } from '#core/story/agreements';
import { readStories } from '#core/story/read-stories';
import { images, post, problemsOf, rules, storyOf } from '#tests/core/story/written-stories';

const IN_TEXT = 'We began.\n\n![A group](images/group.png)\n';
const agreedStory = (agreed: string, body = IN_TEXT) => post({ people_agreed: agreed }, body);
const on = (day: string) => Temporal.PlainDate.from(day);

test('a picture of the text whose people agreed is reminded of from two weeks before the day, until it is put right', () => {
  const story = storyOf(agreedStory('{ group.png: 2027-03-01 }'));
  expect(endingAgreements(story, on('2027-02-14'))).toEqual([]);
  for (const [day, agree] of [
    ['2027-02-15', 'agree'],
    ['2027-03-01', 'agree'],
    ['2027-03-02', 'agreed'],
    ['2030-01-01', 'agreed'],
  ] as const)
    expect(endingAgreements(story, on(day))).toEqual([
      {
        sentence: `The people in the picture “group.png” ${agree} until Monday 1 March 2027. Take the picture out, or ask them again and change the day.`,
        until: on('2027-03-01'),
      },
    ]);
});

test.each([
  ['{ group.png: in spring }', [expect.stringContaining('"in spring" is not a date.')]],
  ['{ group.png: }', [expect.stringContaining('Write, for example, group.png: 2027-03-01')]],
  ['yes', [expect.stringContaining('"people_agreed" must be a group of keys')]],
])('people_agreed: %s is said with its remedy', (agreed, problems) => {
  expect(problemsOf(agreedStory(agreed))).toEqual(problems);
});

test('a name in people_agreed that the text does not show is a note, because nobody would be reminded', () => {
  const { stories, problems } = readStories([agreedStory('{ groop.png: 2027-03-01 }')], images, rules);
  expect(stories[0]?.agreed).toEqual([]);
  expect(problems).toMatchObject([{ level: 'note', sentence: expect.stringContaining('The text does not show the picture "groop.png"') }]);
});

import { describe, expect, test } from 'vitest';
import { problemField } from '#core/draft/problem-field';
import { readStory } from '#core/story/read-story';
import { EVENT, images, POST, rules, source, written } from '#tests/core/story/written-stories';

/** Where each message about a file stands in its form. */
function placesOf(text: string, file: string): unknown[] {
  return readStory(source(file, text), images, rules, { sealed: false }).problems.map((problem) => problemField(problem, text));
}
const inPost = (keys: Record<string, string | undefined>, body?: string) => placesOf(written({ ...POST, ...keys }, body), 'posts/a.md');
const inEvent = (keys: Record<string, string | undefined>) => placesOf(written({ ...EVENT, ...keys }), 'events/e.md');

describe('a message stands at its field', () => {
  test.each<[string, Record<string, string | undefined>, unknown]>([
    ['a title that is missing', { title: undefined }, { field: 'title' }],
    ['an author without words', { author: '' }, { field: 'author' }],
    ['a summary that is a number', { summary: '2026' }, { field: 'summary' }],
    ['a topic that is none', { topics: '[medication, wards]' }, { field: 'topics' }],
    ['a picture that is not there', { image: '{ src: groop.png, alt: People }' }, { field: 'imageSrc' }],
    [
      'alt text that is too long, on the line of its picture',
      { image: `{ src: group.png, alt: ${'a'.repeat(1001)}, caption: C }` },
      { field: 'imageAlt' },
    ],
    ['a picture without alt text', { image: 'group.png' }, { field: 'imageAlt' }],
    ['a picture without alt text, on lines', { image: '\n  src: group.png' }, { field: 'imageAlt' }],
    ['a caption that is a number', { image: '\n  src: group.png\n  alt: People\n  caption: 12' }, { field: 'imageCaption' }],
    ['own words that are a number', { social: '12' }, { field: 'socialText' }],
    ['the second extra post', { social: '\n  - Read this.\n  - at: +2d\n  - at: soon' }, { field: 'extraPosts', post: 2 }],
    ['a key that is none', { layout: 'post' }, { field: 'file' }],
  ])('%s', (_, keys, place) => {
    expect(inPost(keys)).toEqual([place]);
  });
  test.each<[string, Record<string, string | undefined>, unknown]>([
    ['an event without a place', { venue: undefined }, { field: 'venue' }],
    ['an end before the start', { ends: '2027-03-09T16:00' }, { field: 'ends' }],
    ['a link that is none', { registration: 'example.org' }, { field: 'registration' }],
    ['a status that is none', { status: 'moved' }, { field: 'status' }],
    ['a follow-up with a code of another program', { follow_up: '"Thank you {{ name }}"' }, { field: 'followUp' }],
  ])('%s', (_, keys, place) => {
    expect(inEvent(keys)).toEqual([place]);
  });
});

test('a message about the text names the block as a person would', () => {
  const body = 'One.\n\n## Heading\n\nTwo.\n\n- a\n- [b](nowhere)\n\n![](group.png)\n';
  expect(inPost({}, body)).toEqual([
    { field: 'body', paragraph: 4, where: 'the list' },
    { field: 'body', paragraph: 5, where: 'the 3rd paragraph' },
  ]);
  expect(inPost({}, '')).toEqual([{ field: 'body' }]);
});

test('a note on the summary that is made of the text stands at the summary', () => {
  expect(inPost({}, `${'Many words of a long sentence '.repeat(20)}.\n`)).toEqual([{ field: 'summary' }]);
});

test('a message about a file that no form can show stands at the file', () => {
  expect(placesOf('Only words.\n', 'posts/a.md')).toEqual([{ field: 'file' }]);
});

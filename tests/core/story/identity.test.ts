import { describe, expect, test } from 'vitest';
import { type Identified, identifyStories } from '#core/story/identity';
import type { Slug, Story } from '#core/story/story';
import type { StorySeen } from '#core/story/story-seen';
import { local, london, sampleEvent, samplePost, slug } from '#tests/core/samples';

const FIRST = london('2019-09-12T09:00').toInstant();
const LATER = london('2019-09-13T09:00').toInstant();
const rules = { timezone: 'Europe/London' };

const medicines = samplePost({ title: 'Safer medicines', body: 'Four wards changed how they give medicines.' });
const nights = samplePost({ title: 'Quieter nights', published: local('2019-09-12T10:00'), body: 'Lights go down at ten.' });
const talk = samplePost({ title: 'A talk on falls', published: local('2019-09-20T09:00'), body: 'Come and hear how a gym class helped.' });
const spring = sampleEvent();

const named = (story: Story, name: string): Story => ({ ...story, slug: slug(name), file: `${story.kind}s/${name}.md` });

function identify(stories: Story[], known: Iterable<StorySeen> = [], told: string[] = []): Identified {
  const began = new Map<Slug, typeof FIRST>(told.map((name) => [slug(name), FIRST]));
  return identifyStories({ stories, files: stories, known: [...known], told: began, rules, now: LATER });
}

/** Which story each file holds, and at which address: `posts/b.md a /b`. */
const held = ({ stories }: Identified) => stories.map((story) => `${story.file} ${story.slug} /${story.address ?? story.slug}`);

test.each<[string, Story[], Story[], string[]]>([
  ['a rename', [named(medicines, 'a')], [named(medicines, 'b')], ['posts/b.md a /b']],
  [
    'two files that change names',
    [named(medicines, 'a'), named(nights, 'b')],
    [named(nights, 'a'), named(medicines, 'b')],
    ['posts/a.md b /b', 'posts/b.md a /a'],
  ],
  [
    'three files that change names in turn',
    [named(medicines, 'a'), named(nights, 'b'), named(talk, 'c')],
    [named(talk, 'a'), named(medicines, 'b'), named(nights, 'c')],
    ['posts/a.md c /c', 'posts/b.md a /a', 'posts/c.md b /b'],
  ],
  ['a rename over another story’s file', [named(medicines, 'a'), named(nights, 'b')], [named(medicines, 'b')], ['posts/b.md a /b']],
  [
    'a rename to the name that another story leaves in the same save',
    [named(medicines, 'a'), named(nights, 'b')],
    [named(medicines, 'b'), named(nights, 'c')],
    ['posts/b.md a /a', 'posts/c.md b /c'],
  ],
  [
    'another story in the file of one that moved',
    [named(medicines, 'a')],
    [named(talk, 'a'), named(medicines, 'b')],
    ['posts/a.md a-2 /a-2', 'posts/b.md a /b'],
  ],
  ['another story in the place of a sent one', [named(medicines, 'a')], [named(talk, 'a')], ['posts/a.md a-2 /a']],
  ['a copy', [named(medicines, 'a')], [named(medicines, 'a'), named(medicines, 'b')], ['posts/a.md a /a']],
  ['a post and an event of one name', [named(medicines, 'a')], [named(spring, 'a')], ['events/a.md a-2 /a']],
])('%s gives the same stories, whichever of the records were written when the tick died', (_, before, after, expected) => {
  const first = [...identify(before).storiesSeen.values()];
  const told = before.map((story) => story.slug);
  const { changed } = identify(after, first, told);
  for (let written = 0; written < 2 ** changed.length; written += 1) {
    const stored = new Map(first.map((record) => [record.slug, record]));
    for (const [i, record] of changed.entries()) if (written & (2 ** i)) stored.set(record.slug, record);
    expect([written, ...held(identify(after, stored.values(), told))]).toEqual([written, ...expected]);
  }
});

describe('a story that is seen again and again', () => {
  test('a story that has not changed needs no write', () => {
    const { storiesSeen, changed } = identify([named(medicines, 'a'), named(spring, 'b')]);
    expect(changed).toHaveLength(2);
    expect(identify([named(medicines, 'a'), named(spring, 'b')], storiesSeen.values()).changed).toEqual([]);
  });

  test('a story that comes back when another one has its address gets an address of its own', () => {
    const first = identify([named(medicines, 'a')]).storiesSeen;
    const second = identify([named(talk, 'a')], first.values(), ['a']).storiesSeen;
    expect(held(identify([named(talk, 'a'), named(medicines, 'c')], second.values(), ['a', 'a-2']))).toEqual([
      'posts/a.md a-2 /a',
      'posts/c.md a /c',
    ]);
  });

  test('a new story in the folder of the other kind is never taken for a renamed one', () => {
    const first = identify([named(medicines, 'a')]).storiesSeen;
    const event = named({ ...spring, title: medicines.title, body: medicines.body, published: medicines.published }, 'b');
    expect(held(identify([event], first.values(), ['a']))).toEqual(['events/b.md b /b']);
  });
});

test('of two files with the same title and time that nobody has seen, the one with a number in its name is the copy', () => {
  const found = identify([named(medicines, 'ward-2'), named(medicines, 'ward')]);
  expect(held(found)).toEqual(['posts/ward.md ward /ward']);
  expect(found.problems.map(({ file }) => file)).toEqual(['posts/ward-2.md']);
});

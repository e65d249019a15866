import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Identified, identifiedSince, identifyStories } from '#core/story/identity';
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

function identify(stories: Story[], known: Iterable<StorySeen> = [], told: string[] = [], now = LATER): Identified {
  const began = new Map<Slug, typeof FIRST>(told.map((name) => [slug(name), FIRST]));
  return identifyStories({ stories, files: stories, known: [...known], told: began, rules, now });
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

describe('who is told later', () => {
  const MONTHS_LATER = london('2019-12-01T09:00').toInstant();
  const shapes = [medicines, nights, talk, spring].map((story, i) => [
    named(story, `s${i}`),
    named(story, `moved-${i}`),
    named({ ...story, title: `${story.title} again`, body: 'Other words.' }, `like-${i}`),
  ]);
  const oneOrNone = (some: Story[]) => fc.option(fc.constantFrom(...some), { freq: 4, nil: undefined });
  const files = fc.tuple(...shapes.map(oneOrNone)).map((some) => some.filter((story) => story !== undefined));
  const someNames = fc.array(fc.constantFrom(...shapes.flat().map((story) => story.slug)), { maxLength: 3 });
  /** The stories that are there, and the identities that are told, at each reading. */
  const life = fc.array(fc.tuple(files, someNames), { minLength: 1, maxLength: 4 });
  const change = fc.constantFrom('nothing', 'nothing', 'nothing', 'nothing', 'untold', 'forgotten', 'edited', 'any told');
  const several = fc.array(fc.nat(4), { maxLength: 2 });
  const since = fc.record({ more: several, asTold: several, change, which: fc.nat(4) });

  const began = (names: Iterable<Slug>) => new Map([...names].map((name) => [name, FIRST]));

  test('changes nothing else, so that what is found quickly is what is found anew', () => {
    const found = { quickly: 0, toWrite: 0, not: 0 };
    fc.assert(
      fc.property(life, since, (readings, { more, asTold, change: also, which }) => {
        let known: StorySeen[] = [];
        const told = [...new Set(readings.flatMap(([, names]) => names))];
        for (const [stories] of readings) known = [...identify(stories, known, told).storiesSeen.values()];
        const stories = readings.at(-1)?.[0] ?? [];
        for (let i = 0; i < 2; i += 1) known = [...identify(stories, known, told, MONTHS_LATER).storiesSeen.values()];
        const identified = identify(stories, known, told, MONTHS_LATER);
        fc.pre(identified.changed.length + identified.doubts.size + identified.problems.length === 0);

        const later = known
          .filter((_, i) => also !== 'forgotten' || i !== which)
          .map((record, i) => (also === 'edited' && i === which ? { ...record, published: '2019-01-01T09:00:00' } : record))
          .map((record) => (asTold.some((i) => identified.stories[i]?.slug === record.slug) ? { ...record, told: true } : record));
        const toldLater = [
          ...told.filter((_, i) => also !== 'untold' || i !== which),
          ...more.flatMap((i) => identified.stories[i]?.slug ?? []),
          ...(also === 'any told' ? known.slice(which, which + 1).map((record) => record.slug) : []),
        ];
        const anew = identify(stories, later, toldLater, MONTHS_LATER);
        const quickly = identifiedSince({ known, told: began(told), identified }, { known: later, told: began(toldLater) });
        if (!quickly) found.not += 1;
        else if (anew.changed.length > 0) found.toWrite += 1;
        else found.quickly += 1;
        if (!quickly) return;
        expect(quickly).toEqual(anew);
        expect([...quickly.storiesSeen]).toEqual([...anew.storiesSeen]);
        // What is stored like this stays the same object, and what was worked out of it counts.
        for (const record of later)
          if (anew.storiesSeen.get(record.slug) === record) expect(quickly.storiesSeen.get(record.slug)).toBe(record);
      }),
      { numRuns: 500 },
    );
    expect(Math.min(...Object.values(found)), JSON.stringify(found)).toBeGreaterThan(40);
  });

  test('is found without looking at each file again, before and after it is recorded', () => {
    const stories = [named(medicines, 'a'), named(nights, 'b')];
    const known = [...identify(stories).storiesSeen.values()];
    const before = { known, told: began([]), identified: identify(stories, known) };
    const since = identifiedSince(before, { known, told: began([slug('a')]) });
    expect(since?.changed.map((record) => [record.slug, record.told])).toEqual([['a', true]]);
    const stored = [...(since?.storiesSeen.values() ?? [])];
    expect(identifiedSince(before, { known: stored, told: began([slug('a')]) })?.changed).toEqual([]);
    expect(identifiedSince({ ...before, known: stored, told: began([slug('a')]) }, { known: stored, told: began([]) })).toBeUndefined();
  });
});

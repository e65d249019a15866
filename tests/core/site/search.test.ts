import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanQuery, foldedStory, searchStories } from '#core/site/search';
import type { PublicStory } from '#core/story/story';
import { local, sampleEvent, samplePost, sampleRules, slug, topic } from '#tests/core/samples';

const rules = sampleRules({ topics: new Map([[topic('medication'), 'Medication']]) });
const stories = [
  samplePost({ slug: slug('title'), title: 'Crème brûlée on the ward', body: 'Nothing else.' }),
  samplePost({ slug: slug('body'), title: 'Other', body: 'They served a **creme** brulee, and tea.' }),
  samplePost({ slug: slug('author'), title: 'Third', author: 'Søren O’Neill', role: 'Pharmacist', body: 'Text.' }),
  samplePost({ slug: slug('topic'), title: 'Fourth', topics: [topic('medication')], body: 'Text.' }),
  sampleEvent({ slug: slug('event'), title: 'Fifth', venue: 'Exeter', follow_up: 'The slides are here.' }),
];
const found = (query: string, among: PublicStory[] = stories) =>
  searchStories(among, query, (story) => foldedStory(story, rules)).map((story) => String(story.slug));

test.each([
  ['CREME BRULEE', ['title', 'body']],
  ['brûlée crème', ['title', 'body']],
  ['brulee tea', ['body']],
  ['brulee coffee', []],
  ['o’neill', ['author']],
  ['pharm', ['author']],
  ['medication', ['topic']],
  ['exeter', ['event']],
  ['slides', ['event']],
  ['rème', []],
  ['', []],
  ['  !? * ', []],
])('a search for "%s" finds %j: any case and accents, all words, the best first', (query, expected) => {
  expect(found(query)).toEqual(expected);
});

test('a search puts the newer of two equal matches first', () => {
  const old = samplePost({ slug: slug('old'), published: local('2019-01-01T09:00') });
  const young = samplePost({ slug: slug('young'), published: local('2020-01-01T09:00') });
  expect(found('learned', [old, young])).toEqual(['young', 'old']);
});

test('a search finds a story by each word of its own title, in any script', () => {
  const words = fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(words, (parts) => {
      const title = parts.join(' ');
      const searchable = /[\p{L}\p{N}]/u.test(title.normalize('NFKD').replace(/\p{Mn}/gu, ''));
      expect(found(title, [samplePost({ slug: slug('it'), title, body: '' })])).toEqual(searchable ? ['it'] : []);
    }),
  );
});

test('a search answers any query, however long or odd', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 5000 }), (query) => {
      expect([...cleanQuery(query)].length).toBeLessThanOrEqual(200);
      expect(found(query).length).toBeLessThanOrEqual(stories.length);
    }),
  );
});

test('what is open at the end of an event’s text does not hide its follow-up from the search', () => {
  for (const body of ['Words. <!-- open', 'Words.\n\n```\nopen', 'Words. `open'])
    expect(foldedStory(sampleEvent({ body, follow_up: 'The <b>slides</b> are here.' }), rules).at(-1)?.text).toContain(
      ' the slides are here ',
    );
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mergeStories } from '#core/draft/merge';
import { fieldsOf, type StoryFields, type StoryKind, withFields } from '#core/draft/story-fields';
import { ODD_FILES } from '#tests/core/draft/odd-files';

const BODY = 'First paragraph.\n\nSecond paragraph.\n\n- a\n- b\n\nLast paragraph[^1].\n\n[^1]: Note.\n';
const BASE = `---\n# for all\ntitle: Spring session\nstarts: 2026-11-26T09:30\nends: 2026-11-26T16:00\nvenue: Bristol\npublished: 2026-10-01T10:00\ntopics: [medication, wards]\nteam: wards\n---\n\n${BODY}`;
const changed = (change: Partial<StoryFields>, text = BASE) => withFields(text, 'event', { ...fieldsOf(text, 'event').fields, ...change });
const merged = (mine: string, theirs: string) => mergeStories({ base: BASE, mine, theirs }, 'event');
const body = (from: string, to: string) => changed({ body: BODY.replace(from, to) });

describe('what only one side changed is taken', () => {
  test.each<[string, string, string]>([
    ['two keys', changed({ title: 'Spring day' }), changed({ venue: 'Exeter' })],
    ['a key and a paragraph', changed({ title: 'Spring day' }), body('Second', 'Other')],
    ['two paragraphs that stand beside each other', body('First', 'Mine'), body('Second', 'Theirs')],
    ['a new key and a new paragraph', changed({ summary: 'A day.' }), body('Last', 'New.\n\nLast')],
    ['a key that is taken out', changed({ venue: '' }), changed({ title: 'Spring day' })],
    ['a key that the form does not have', BASE.replace('team: wards\n', 'team: [a, b]\ndraft: true\n'), changed({ title: 'Spring day' })],
    ['a comment', BASE.replace('# for all', '# for many'), changed({ title: 'Spring day' })],
    [
      'a paragraph that moved',
      body('First paragraph.\n\nSecond paragraph.', 'Second paragraph.\n\nFirst paragraph.'),
      changed({ title: 'Spring day' }),
    ],
  ])('%s', (_, mine, theirs) => {
    const { conflicts, resolve } = merged(mine, theirs);
    expect(conflicts).toEqual([]);
    const text = resolve([]);
    // Applied one after the other, both changes give the same file, whichever comes first.
    expect(merged(theirs, mine).resolve([])).toBe(text);
    expect([merged(text, theirs).resolve([]), merged(text, mine).resolve([])]).toEqual([text, text]);
    expect(text.length).toBe(mine.length + theirs.length - BASE.length);
  });
  test('ticks of both sides count', () => {
    const { conflicts, resolve } = merged(
      changed({ topics: ['medication', 'deaths'] }),
      changed({ topics: ['wards', 'medication', 'staff'] }),
    );
    expect([conflicts, fieldsOf(resolve([]), 'event').fields.topics]).toEqual([[], ['medication', 'staff', 'deaths']]);
  });
  test('line ends that one side changed stay', () => {
    const theirs = changed({ title: 'Spring day' }).replaceAll('\n', '\r\n');
    expect(merged(body('Second', 'Other'), theirs).resolve([])).toBe(theirs.replace('Second', 'Other'));
    expect(merged(theirs, body('Second', 'Other')).resolve([])).toBe(theirs.replace('Second', 'Other'));
  });
});

describe('what both sides changed is shown with both texts', () => {
  test('a field', () => {
    const { conflicts, resolve } = merged(changed({ title: 'Mine' }), changed({ title: 'Theirs' }));
    expect(conflicts).toEqual([{ field: 'title', name: 'Title', base: 'Spring session', mine: 'Mine', theirs: 'Theirs' }]);
    const titles = (['mine', 'theirs', 'both'] as const).map((choice) => fieldsOf(resolve([choice]), 'event').fields.title);
    expect(titles).toEqual(['Mine', 'Theirs', 'Theirs / Mine']);
  });
  test('a paragraph', () => {
    const { conflicts, resolve } = merged(body('Second', 'My'), body('Second', 'Their'));
    expect(conflicts).toEqual([
      { field: 'body', name: 'the 2nd paragraph', base: 'Second paragraph.', mine: 'My paragraph.', theirs: 'Their paragraph.' },
    ]);
    expect(resolve(['mine'])).toBe(body('Second', 'My'));
    expect(resolve(['theirs'])).toBe(body('Second', 'Their'));
    expect(resolve(['both'])).toBe(body('Second paragraph.', 'Their paragraph.\n\nMy paragraph.'));
  });
  test('a time, a picture, posts and a key that the form does not have', () => {
    const time = (hour: string) => ({ day: '26', month: '11', year: '2026', time: hour });
    const mine = changed({ starts: time('10:00'), imageSrc: 'a.png', imageAlt: 'A', extraPosts: [{ when: '-7d', text: '' }] }).replace(
      'team: wards',
      'team: a',
    );
    const theirs = changed({ starts: time('11:00'), imageSrc: 'b.png', imageAlt: 'A', extraPosts: [{ when: '+1d', text: 'B' }] }).replace(
      'team: wards',
      'team: b',
    );
    const { conflicts, resolve } = merged(mine, theirs);
    expect(conflicts.map(({ name }) => name)).toEqual(['Starts', 'Extra posts', 'Picture', 'team']);
    expect(resolve(['mine', 'mine', 'mine', 'mine'])).toBe(mine);
    expect(resolve(['theirs', 'theirs', 'theirs', 'theirs'])).toBe(theirs);
    const text = resolve([]);
    expect(fieldsOf(text, 'event').fields).toMatchObject({
      starts: time('11:00 or 10:00'),
      imageSrc: 'b.png / a.png',
      extraPosts: [
        { when: '+1d', text: 'B' },
        { when: '-7d', text: '' },
      ],
    });
    expect(text).toContain('team: b\n# team: a\n');
  });
  test('one side that took out what the other changed', () => {
    const { conflicts, resolve } = merged(changed({ venue: '' }), changed({ venue: 'Exeter' }));
    expect(conflicts).toMatchObject([{ field: 'venue', mine: '', theirs: 'Exeter' }]);
    expect(resolve(['mine'])).toBe(changed({ venue: '' }));
    expect(fieldsOf(resolve(['both']), 'event').fields.venue).toBe('Exeter');
  });
  test('lines of a file that no form can show', () => {
    const broken = '---\ntitle: "a\n---\nOne\nTwo\n';
    const three = { base: broken, mine: broken.replace('One', 'Mine'), theirs: broken.replace('One', 'Theirs') };
    const { conflicts, resolve } = mergeStories(three, 'event');
    expect(conflicts).toEqual([{ field: 'file', name: 'lines of the file', base: 'One', mine: 'Mine', theirs: 'Theirs' }]);
    expect(resolve([])).toBe(broken.replace('One', 'Theirs\nMine'));
  });
});

const word = fc.constantFrom('constructor', '__proto__', 'care', 'ward', 'staff', 'night');
const paragraph = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(' '));
const change: fc.Arbitrary<(text: string, kind: StoryKind, mark: string) => string> = fc
  .record({
    at: fc.nat({ max: 9 }),
    how: fc.constantFrom('edit', 'add', 'remove', 'title', 'venue', 'summary', 'followUp'),
    words: paragraph,
  })
  .map(({ at, how, words }) => (text, kind, mark) => {
    const { fields } = fieldsOf(text, kind);
    const blocks = fields.body.split('\n\n');
    const place = at % blocks.length;
    const marked = `${words} ${mark}`;
    if (how === 'edit') blocks[place] = marked;
    if (how === 'add') blocks.splice(place, 0, marked);
    if (how === 'remove') blocks.splice(place, 1);
    const keyed = how === 'title' || how === 'venue' || how === 'summary' || how === 'followUp' ? { [how]: marked } : {};
    return withFields(text, kind, { ...fields, ...keyed, body: blocks.join('\n\n') });
  });
const changes = fc.array(change, { maxLength: 4 });
const files = fc.constantFrom(...ODD_FILES, { name: 'an event', kind: 'event' as const, text: BASE });

describe('whatever two people change', () => {
  test('nothing of either is lost when both are kept', () => {
    fc.assert(
      fc.property(files, changes, changes, ({ text, kind }, my, their) => {
        const mine = my.reduce((now, one, index) => one(now, kind, `mine${index}`), text);
        const theirs = their.reduce((now, one, index) => one(now, kind, `theirs${index}`), text);
        const all = mergeStories({ base: text, mine, theirs }, kind).resolve([]);
        const marks = `${mine} ${theirs}`.match(/(?:mine|theirs)\d/gu) ?? [];
        for (const mark of marks) expect(all).toContain(mark);
      }),
      { numRuns: 400 },
    );
  });
  test('a side that changed nothing gives the other, and the choices give each side what crosses', () => {
    fc.assert(
      fc.property(files, changes, changes, ({ text, kind }, my, their) => {
        const mine = my.reduce((now, one, index) => one(now, kind, `mine${index}`), text);
        const theirs = their.reduce((now, one, index) => one(now, kind, `theirs${index}`), text);
        expect(mergeStories({ base: text, mine, theirs: text }, kind).resolve([])).toBe(mine);
        expect(mergeStories({ base: text, mine: text, theirs }, kind).resolve([])).toBe(theirs);
        const { conflicts, resolve } = mergeStories({ base: text, mine, theirs }, kind);
        for (const choice of ['mine', 'theirs'] as const) {
          const result = resolve(conflicts.map(() => choice));
          for (const conflict of conflicts) for (const line of conflict[choice].split('\n')) expect(result).toContain(line.trim());
        }
      }),
      { numRuns: 200 },
    );
  });
});

test('a story of 1,500 paragraphs that are all the same is merged in a moment', () => {
  const text = `---\ntitle: A\n---\n\n${'Same.\n\n'.repeat(1500)}`;
  const begun = performance.now();
  mergeStories({ base: text, mine: `${text}Mine.\n`, theirs: `Theirs.\n\n${text}` }, 'post').resolve([]);
  expect(performance.now() - begun).toBeLessThan(5000);
});

import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { problemField } from '#core/draft/problem-field';
import { fieldsOf, newStory, plainFields, type StoryFields, type StoryKind, withFields } from '#core/draft/story-fields';
import { parseForgivingly } from '#core/parsing/yaml-syntax';
import { readStory } from '#core/story/read-story';
import { MISTAKEN_FILES, ODD_FILES } from '#tests/core/draft/odd-files';
import { images, rules, source } from '#tests/core/story/written-stories';

const samples = (['posts', 'events'] as const).flatMap((folder) =>
  readdirSync(`content/${folder}`).map((name) => ({
    name,
    kind: folder === 'posts' ? ('post' as const) : ('event' as const),
    text: readFileSync(`content/${folder}/${name}`, 'utf8'),
  })),
);
const files = [...samples, ...ODD_FILES];

const edited = (text: string, kind: StoryKind, change: Partial<StoryFields>) =>
  withFields(text, kind, { ...fieldsOf(text, kind).fields, ...change });
const linesThatDiffer = (before: string, after: string) => {
  const [a, b] = [before.split('\n'), after.split('\n')];
  const head = a.findIndex((line, index) => line !== b[index]);
  let tail = 0;
  while (tail < Math.min(a.length, b.length) - head && a.at(-1 - tail) === b.at(-1 - tail)) tail += 1;
  return { gone: a.slice(head, a.length - tail), come: b.slice(head, b.length - tail) };
};

describe('a file that is opened and saved without a change', () => {
  test.each(files)('a file that is opened and saved without a change keeps every byte: $name', ({ text, kind }) => {
    expect(withFields(text, kind, fieldsOf(text, kind).fields)).toBe(text);
  });
  test.each(files)(
    'a file that is saved without a change keeps every byte when a form sends its line ends as CRLF: $name',
    ({ text, kind }) => {
      const { fields } = fieldsOf(text, kind);
      const crlf = (words: string) => words.replaceAll('\n', '\r\n');
      const sent = { ...fields, body: crlf(fields.body), followUp: crlf(fields.followUp), socialText: crlf(fields.socialText) };
      expect(withFields(text, kind, sent)).toBe(text);
    },
  );
  test.each(samples)(
    'a file that is saved without a change keeps the line ends of Windows and its byte order mark: $name',
    ({ text, kind }) => {
      const windows = `\ufeff${text.replaceAll('\n', '\r\n')}`;
      expect(fieldsOf(windows, kind)).toEqual(fieldsOf(text, kind));
      expect(withFields(windows, kind, fieldsOf(windows, kind).fields)).toBe(windows);
    },
  );
});

/** Words as people and other programs type them. */
const words = fc.oneof(
  fc.constantFrom(
    ...['no', 'Yes', 'null', '~', '2026', '0x1F', '1e3', '- a', '* b', '@c', '&d', '!e', '%f', '`g`', '? h', '| i', '> j', '# k', 'l #m'],
    ...['a: b', 'a:', ': a', '"quoted"', "it's", `"both" 'kinds'`, 'C:\\temp\\new', '\\', 'ends in \\', '{ braces }', '[brackets]', 'a, b'],
    ...['--- ', '---', '...', '👩🏽‍⚕️ care', 'é\u0301', '\u200bzero', 'no\u00a0break', '\u202eturned', '<b>&amp;</b>', '{{name}}', '$1 $&'],
    ...[
      '[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[',
      '- - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - a',
      'x'.repeat(3000),
    ],
    ...['2026-11-26', '12:30', '=', '<<', 'title: x', 'a\tb', '\u0085next', 'sep\u2028line', '\ud800', '\u0007bell'],
  ),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
);
const paragraphs = fc
  .array(fc.oneof(words, fc.constantFrom('', '---', '  indented', '\ttab', '1986. A year', '[^1]: note', '\u00a0odd')), { maxLength: 6 })
  .map((all) => all.join('\n'));
const date = fc.record({
  day: fc.oneof(fc.constantFrom('1', '26', '05', '32', 'first', '3rd', ''), words),
  month: fc.oneof(fc.constantFrom('11', '3', '13', 'November', 'nov', 'Sept', ''), words),
  year: fc.oneof(fc.constantFrom('2026', '26', ''), words),
  time: fc.oneof(fc.constantFrom('9am', '9.30', '0930', '9:30', '14:00', 'noon', 'TBC', ''), words),
});
const anyFields: fc.Arbitrary<StoryFields> = fc.record({
  ...{ title: words, author: words, role: words, summary: words, preheader: words, venue: words, online: words, registration: words },
  ...{ status: words, reason: words, followUp: paragraphs, socialText: paragraphs, published: date, starts: date, ends: date },
  topics: fc.array(fc.oneof(fc.constantFrom('medication', 'learning-from-deaths', 'no'), words), { maxLength: 4 }),
  extraPosts: fc.array(fc.record({ when: fc.oneof(fc.constantFrom('-7d', '+2d', '2026-12-10', ''), words), text: paragraphs }), {
    maxLength: 4,
  }),
  ...{ imageSrc: words, imageAlt: words, imageDecorative: fc.boolean(), imageCaption: words, imageAgreedUntil: words, body: paragraphs },
  ...{ to: fc.oneof(fc.constantFrom('everyone', 'topics', ''), words), event: words },
  organisations: fc.array(fc.oneof(fc.constantFrom('avon', 'devon'), words), { maxLength: 3 }),
  peopleAgreed: fc
    .array(fc.tuple(fc.oneof(fc.constantFrom('group.png', '2019/a b.jpg'), words), fc.oneof(fc.constantFrom('2027-03-01', ''), words)))
    .map((lines) => lines.map((line) => line.join(': ')).join('\n')),
});
const kinds = fc.constantFrom<StoryKind>('post', 'event', 'message');

describe('what is submitted', () => {
  test('what is submitted comes back as it was typed, whatever it is, from a new story', () => {
    fc.assert(
      fc.property(kinds, anyFields, (kind, fields) => {
        const text = withFields(newStory(kind, {}), kind, fields);
        const read = fieldsOf(text, kind);
        expect(read.asFile).toBe(false);
        expect(parseForgivingly(text.split('---\n')[1] ?? '').faults.size).toBe(0);
        expect(sorted(read.fields)).toEqual(sorted(plainFields(fields, kind)));
      }),
      { numRuns: 300 },
    );
  });
  test('what is submitted comes back as it was typed from a file that had other values, and saving it again changes nothing', () => {
    fc.assert(
      fc.property(fc.constantFrom(...files), anyFields, fc.subarray(Object.keys(newFields())), ({ text, kind }, fields, touched) => {
        const { fields: before, asFile } = fieldsOf(text, kind);
        fc.pre(!asFile);
        const some = Object.fromEntries(Object.entries(fields).filter(([name]) => touched.includes(name)));
        const wanted = { ...before, ...some };
        const after = withFields(text, kind, wanted);
        expect(sorted(fieldsOf(after, kind).fields)).toEqual(sorted(plainFields(wanted, kind)));
        expect(withFields(after, kind, wanted)).toBe(after);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a change of one field', () => {
  const EVENT =
    '---\ntitle: Spring session # short\nstarts: "2027-03-10T09:30"\nends: 2027-03-10T16:00\nvenue: Bristol\npublished: 2027-01-12T10:00\n# who it is for\nteam: wards\n---\n\nCome.\n';
  test.each<[string, Partial<StoryFields>, string[], string[]]>([
    [
      'a title keeps the comment beside it',
      { title: 'Spring: a day' },
      ['title: Spring session # short'],
      ['title: "Spring: a day" # short'],
    ],
    [
      'a time keeps its quotes',
      { starts: { day: '10', month: 'March', year: '2027', time: '10am' } },
      ['starts: "2027-03-10T09:30"'],
      ['starts: "2027-03-10T10:00"'],
    ],
    ['an emptied place takes its key out', { venue: '' }, ['venue: Bristol'], []],
    ['an emptied title keeps its key', { title: ' ' }, ['title: Spring session # short'], ['title:  # short']],
    ['an emptied time takes its key out', { ends: { day: '', month: '', year: '', time: '' } }, ['ends: 2027-03-10T16:00'], []],
    ['a new key stands where such files have it', { online: 'https://example.org/join' }, [], ['online: https://example.org/join']],
    ['a summary comes before the keys that we do not know', { summary: 'A day.' }, [], ['summary: A day.']],
    ['topics are a list', { topics: ['medication', 'learning-from-deaths'] }, [], ['topics: [medication, learning-from-deaths]']],
    [
      'a picture has lines of its own',
      { imageSrc: 'group.png', imageAlt: 'People: twelve' },
      [],
      ['image:', '  src: group.png', '  alt: "People: twelve"'],
    ],
    [
      'a follow-up keeps its paragraphs',
      { followUp: 'Thank you.\r\n\r\nCome again.' },
      [],
      ['follow_up: |', '  Thank you.', '', '  Come again.'],
    ],
    [
      'posts are a list',
      {
        socialText: 'Come.',
        extraPosts: [
          { when: '-7d', text: '' },
          { when: '+1d', text: 'Thanks: all' },
        ],
      },
      [],
      ['social:', '  - Come.', '  - at: -7d', '  - at: +1d', '    text: "Thanks: all"'],
    ],
    ['words in the text change its line only', { body: 'Come to Bristol.' }, ['Come.'], ['Come to Bristol.']],
  ])('a change of one field changes no other line: %s', (_, change, gone, come) => {
    expect(linesThatDiffer(EVENT, edited(EVENT, 'event', change))).toEqual({ gone, come });
  });
  test('a change of one post keeps the other posts of a list and the comments between them', () => {
    const text = ODD_FILES.find(({ name }) => name === 'posts in a list')?.text ?? '';
    const { extraPosts } = fieldsOf(text, 'post').fields;
    const [first, second, third] = extraPosts;
    expect(extraPosts.map(({ when }) => when)).toEqual(['+2d', '2026-12-10', '+1w']);
    const changed = edited(text, 'post', { extraPosts: [first!, { ...second!, text: 'Quite other' }, third!] });
    expect(linesThatDiffer(text, changed)).toEqual({
      gone: ['  - { at: 2026-12-10, text: "Other: words" }'],
      come: ['  - { at: 2026-12-10, text: "Quite other" }'],
    });
    const fewer = edited(text, 'post', { extraPosts: [first!, third!] });
    expect(linesThatDiffer(text, fewer).come).toEqual([]);
  });
  test('a change of the text keeps both kinds of line ends in the paragraphs that are not changed', () => {
    const text = ODD_FILES.find(({ name }) => name === 'mixed line ends')?.text ?? '';
    const after = edited(text, 'post', { body: 'One\ntwo\n\nthird', title: 'Other' });
    expect(after).toBe(text.replace('three', 'third').replace('title: Our first year\r\n', 'title: Other\r\n'));
  });
  test('a change of the title touches no other line of any file', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...files),
        words.filter((text) => text.trim() !== ''),
        ({ text, kind }, title) => {
          const { fields, asFile } = fieldsOf(text, kind);
          fc.pre(!asFile && !/^(?:[^:]*\|[-+]?)$/u.test(fields.title));
          const after = withFields(text, kind, { ...fields, title });
          const { gone, come } = linesThatDiffer(text, after);
          expect(gone.length).toBeLessThanOrEqual(fields.title === '' ? 1 : 2);
          expect(come.length).toBeLessThanOrEqual(2);
          expect(fieldsOf(after, kind).fields.body).toBe(fields.body);
        },
      ),
    );
  });
});

describe('times as people type them', () => {
  const typed = (published: StoryFields['published']) => edited(newStory('post', {}), 'post', { published });
  test.each([
    ['9am', '09:00'],
    ['9.30', '09:30'],
    ['0930', '09:30'],
    ['930', '09:30'],
    ['9:30', '09:30'],
    ['14:00', '14:00'],
    ['noon', '12:00'],
    ['12 noon', '12:00'],
    ['2.15 PM', '14:15'],
    ['2pm', '14:00'],
    ['16h30', '16:30'],
    ['9 o’clock', '09:00'],
  ])('a time typed as %s is %s', (time, written) => {
    expect(typed({ day: '26', month: '11', year: '2026', time })).toContain(`published: 2026-11-26T${written}\n`);
  });
  test.each(['November', 'nov', 'Nov.', '11'])('the month of a typed date may be %s', (month) => {
    expect(typed({ day: '5th', month, year: '26', time: '9am' })).toContain('published: 2026-11-05T09:00\n');
  });
  test.each<[StoryFields['published']]>([
    [{ day: '32', month: '11', year: '2026', time: '09:30' }],
    [{ day: 'first', month: '11', year: '2026', time: '09:30' }],
    [{ day: '26', month: '11', year: '2026', time: '' }],
    [{ day: '', month: '', year: '', time: '09:30' }],
    [{ day: '26', month: '', year: '', time: '' }],
    [{ day: '26', month: '11', year: '2026', time: 'TBC' }],
    [{ day: 'TBC', month: 'TBC', year: 'TBC', time: 'TBC' }],
    [{ day: '10 September 2026', month: '', year: '', time: '' }],
    [{ day: '26', month: '11', year: '2026', time: 'about 9' }],
    [{ day: '26', month: '11', year: '2026', time: 'midnight' }],
  ])('what is no time stays as it was typed, and is a problem at its field: %o', (published) => {
    const text = edited(newStory('post', { author: 'Sam Example' }), 'post', { title: 'Our year', published, body: 'Words.' });
    expect(fieldsOf(text, 'post').fields.published).toEqual(published);
    const { problems } = readStory(source('posts/a.md', text), images, rules, { sealed: false });
    expect(problems.map((problem) => problemField(problem, text).field)).toEqual(['published']);
  });
});

test.each(MISTAKEN_FILES)('what the form shows right is put right when it is saved, and nothing else: $name', ({ text, kind, right }) => {
  const { fields, asFile } = fieldsOf(text, kind);
  expect(asFile).toBe(false);
  const saved = withFields(text, kind, fields);
  expect(saved).toBe(right);
  expect(fieldsOf(saved, kind).fields).toEqual(fields);
});

test.each(['2026-09-10T09:00Z', '2026-09-10T09:00+01:00', 'next Thursday', '10 September 2026', '9am'])(
  'a time that may mean another is not put right: %s',
  (published) => {
    const text = `---\ntitle: A\nauthor: B\npublished: ${published}\n---\n\nWords.\n`;
    expect(withFields(text, 'post', fieldsOf(text, 'post').fields)).toBe(text);
  },
);

test('a new story has the keys that it needs, and the author of the last one', () => {
  expect(newStory('post', { author: 'Sam Example', role: 'Nurse' })).toBe(
    '---\ntitle:\nauthor: Sam Example\nrole: Nurse\npublished:\n---\n\n',
  );
  expect(newStory('event', { author: 'Sam Example' })).toBe('---\ntitle:\nstarts:\nends:\nvenue:\npublished:\n---\n\n');
});

test('a file whose keys cannot be read is edited as a whole, and becomes a form when they are put right', () => {
  const broken = '---\ntitle: "Our year\n---\n\nWords.\n';
  const { fields, asFile } = fieldsOf(broken, 'post');
  expect([asFile, fields.body]).toEqual([true, broken.trimEnd()]);
  const mended = withFields(broken, 'post', { ...fields, body: fields.body.replace('Our year', 'Our year"') });
  expect(fieldsOf(mended, 'post')).toMatchObject({ asFile: false, fields: { title: 'Our year', body: 'Words.' } });
});

function newFields(): StoryFields {
  return fieldsOf(newStory('event', {}), 'event').fields;
}
function sorted(fields: StoryFields): StoryFields {
  return { ...fields, topics: fields.topics.toSorted() };
}

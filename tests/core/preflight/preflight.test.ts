import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { StoryFields } from '#core/draft/story-fields';
import { mended, mostUseful, preflight, preflightRules } from '#core/preflight/preflight';
import { draftOf, SETTING, saidBy } from '#tests/core/preflight/notes-of';

describe('the list of rules', () => {
  test('docs/preflight.md has each rule with its level and its why, word for word', () => {
    const page = readFileSync('docs/preflight.md', 'utf8');
    const rows = [...page.matchAll(/^\| (P\d+) \| (\w+) \| (.*) \|$/gmu)].map(([, id, level, why]) => ({ id, level, why }));
    expect(rows).toEqual(preflightRules.map(({ id, level, why }) => ({ id, level, why })));
  });

  test('a good writer is left alone: all sample stories together have one note', () => {
    const notes = ['posts', 'events'].flatMap((folder) =>
      readdirSync(`content/${folder}`).flatMap((file) => {
        const text = readFileSync(`content/${folder}/${file}`, 'utf8');
        return preflight({ text, kind: folder === 'posts' ? 'post' : 'event' }, { ...SETTING, isNew: false });
      }),
    );
    expect(notes.map(({ sentence }) => sentence)).toEqual(['“in order to” is plainer as “to”.']);
  });

  test('of many notes three are shown: the most useful rules first, one of each before a second', () => {
    const rules = ['P13', 'P6', 'P6', 'P3', 'P13'].map((rule) => ({ rule, use: Number(rule.slice(1)) }));
    expect(mostUseful(rules).map(({ rule }) => rule)).toEqual(['P3', 'P6', 'P13']);
    expect(mostUseful(rules.slice(1, 4)).map(({ rule }) => rule)).toEqual(['P3', 'P6', 'P6']);
  });

  test('a file whose keys cannot be read, and a text that cannot be, have no notes', () => {
    expect(preflight({ text: 'DRAFT, he committed suicide', kind: 'post' }, SETTING)).toEqual([]);
    expect(preflight({ text: '---\ntitle: [\n---\n\nDRAFT', kind: 'post' }, SETTING)).toEqual([]);
  });
});

describe('links to the newsroom’s own pages', () => {
  const said = (body: string) => saidBy('P1', 'post', { body });

  test('a link to a story that does not exist blocks, wherever it stands', () => {
    for (const body of [
      'See [this](https://news.example.org/posts/gone).',
      'See https://news.example.org/posts/gone.',
      'See [this][1].\n\n[1]: https://news.example.org/events/gone.ics',
      '> [this](https://NEWS.example.org/posts/gone/?a=b#c "title")',
    ])
      expect(said(body)).toMatchObject([{ level: 'blocks', field: 'body' }]);
    expect(saidBy('P1', 'event', { registration: 'https://news.example.org/events/gone' })[0]?.field).toBe('registration');
  });

  test('a link to a story, another page, another site, or one in code does not', () => {
    for (const body of [
      'See [this](https://news.example.org/posts/known?a=b#c).',
      'See https://news.example.org/posts/known/.',
      'See https://news.example.org/, https://news.example.org/feed.atom and https://news.example.org/posts',
      'See https://news.example.org.elsewhere.example/posts/gone',
      '`https://news.example.org/posts/gone`',
    ])
      expect(said(body)).toEqual([]);
  });
});

describe('long sentences', () => {
  const words = (count: number) => `${'word '.repeat(count - 1)}end.`;

  test('the longest of several is named by its beginning, with its words', () => {
    const [note] = saidBy('P12', 'post', { body: `Short.\n\n${words(36)}\n\nWhoever has 52 of ${words(48)}` });
    expect(note).toMatchObject({
      paragraph: 3,
      sentence:
        '2 long sentences, of which the longest: the one that begins “Whoever has 52 of word …” has 52 words. Two shorter ones are easier to read.',
    });
  });

  test('35 words, items of a list, an address and code are no long sentence', () => {
    const list = Array.from({ length: 20 }, () => '- two words').join('\n');
    expect(saidBy('P12', 'post', { body: `${words(35)}\n\n${list}\n\n~~~\n${words(60)}\n~~~` })).toEqual([]);
  });
});

test.each([
  ['spaces behind a weekday', `Thursday${' '.repeat(90_000)}14`],
  ['one word', 'a'.repeat(90_000)],
  ['open quotations', '“'.repeat(90_000)],
  ['apostrophes', " 'a".repeat(30_000)],
  ['open tags', '<a'.repeat(45_000)],
  ['an open address', `[a](${'<'.repeat(90_000)}`],
  ['weekdays', 'Thursday 14 '.repeat(7_000)],
  ['faults', 'He committed suicide on Thursday 14 December 2026.\n\n'.repeat(1_500)],
])('a text of forty pages of %s is checked within a moment', { timeout: 20_000 }, (_, body) => {
  expect(saidBy('P8', 'post', { body })).toEqual([]);
});

test('a change touches its words only: each other byte of the file stays', () => {
  const text =
    '---\r\ntitle: A\r\nauthor: B # kept\r\npublished: 2026-11-26T09:00\r\nodd: [1,  2]\r\n---\r\n\r\nOne.  \r\n\r\nApproximately 4.\r\n';
  const [item] = preflight({ text, kind: 'post' }, SETTING).filter(({ rule }) => rule === 'P13');
  expect(item?.mend && mended({ text, kind: 'post' }, item.mend)).toBe(text.replace('Approximately', 'About'));
});

test('two posts with the same fault have a button each', () => {
  const extraPosts = ['2 days before', '1 day before'].map((when) => ({ when, text: 'Approximately two.' }));
  const draft = draftOf('event', { extraPosts });
  const items = preflight(draft, SETTING);
  expect(new Set(items.map(({ key }) => key)).size).toBe(2);
  const second = items[1]?.mend;
  expect(second && mended(draft, second)).toMatch(/Approximately two\..*About two\./su);
});

test('each button does what it says, and its note is gone afterwards', () => {
  const fields: Partial<StoryFields> = {
    title: 'Thursday 14 December 2026',
    summary: 'He committed suicide.',
    published: { day: '1', month: '11', year: '2026', time: '09:00' },
    extraPosts: [
      { when: '2 days before', text: 'One.' },
      { when: '1 day before', text: 'Approximately two.' },
    ],
    body: 'Approximately 3, prior to the round.\n\nThe mentally ill are asked.',
  };
  let draft = draftOf('event', fields);
  for (let left = preflight(draft, SETTING); left.length > 0; left = preflight(draft, SETTING)) {
    const [first] = left;
    if (!first?.mend) throw new Error(`No button: ${first?.sentence}`);
    draft = { ...draft, text: mended(draft, first.mend) };
    expect(preflight(draft, SETTING).length).toBe(left.length - 1);
  }
  expect(draft.text).toContain('title: Monday 14 December 2026');
  expect(draft.text).toContain('About two.');
  expect(draft.text).toContain('published: 2026-11-23T09:00');
});

import { describe, expect, test } from 'vitest';
import { problemLine } from '#core/parsing/problem';
import { readStories } from '#core/story/read-stories';
import { readSnapshot } from '#core/story/snapshot';
import { event, images, POST, post, problemsOf, rules, written } from '#tests/core/story/written-stories';

const quoted = (words: string) => JSON.stringify(words);
const read = (file: ReturnType<typeof post>) => {
  const { stories, problems } = readStories([file], images, rules);
  return { story: stories[0], said: problems.map(problemLine) };
};

describe('Markdown, HTML and codes in a story’s keys', () => {
  test.each([
    ['The **new** ward', 'The new ward'],
    ['_Our_ `first` *year*', 'Our first year'],
    ['***Both***, __strong__ and (*small*)', 'Both, strong and (small)'],
    ['[Read on](https://example.org/a) & more', 'Read on & more'],
    ['![A ward](ward.png) opens', 'A ward opens'],
    ['It&#39;s Sam &amp; Ada&rsquo;s', "It's Sam & Ada’s"],
    ['Sam &amp;amp; Ada&amp;#8217;s', 'Sam & Ada’s'],
    ['A <b>bold</b> step<br>in <span class="x">Devon</span>', 'A bold step in Devon'],
    ['CO<sub>2</sub> and care', 'CO2 and care'],
    ['Our year <!-- ask Ada -->in review', 'Our year in review'],
    ['## Our year', 'Our year'],
    ['5 \\* 3', '5 * 3'],
  ])('a title %j is read as plain words, and a note says so', (typed, words) => {
    const { story, said } = read(post({ title: quoted(typed) }));
    expect(story?.title).toBe(words);
    expect(said).toEqual([`posts/a.md line 2: "title" has signs of Markdown or HTML in it. Readers see plain words: "${words}"`]);
  });

  test.each([
    '2*3*4 wards, 5 * 3',
    'snake_case_name',
    'A* and B* grades',
    'R&D at AT&T',
    'p < 0.05 and q > 3',
    'We <3 this',
    '[Draft] of a plan',
    'f*** and s**t',
    'https://example.org/_x_/a*b*c',
    '#QI for all #NHS',
    'AND\\OR',
  ])('a title %j stays as it was typed', (typed) => {
    expect(read(post({ title: quoted(typed) }))).toMatchObject({ story: { title: typed }, said: [] });
  });

  test.each([
    ['Write to ada@example.org', 'has an email address in it'],
    ['Ada <ada@example.org>', 'has an email address in it'],
    ['[Write](mailto:ada@example.org) to ada@example.org', 'has an email address in it'],
    ['Dear <first name>', 'has "<first name>" in it, which looks like HTML'],
    ['**Big news', 'has "**" in it without its other half'],
    ['Big news**', 'has "**" in it without its other half'],
    ['Our ~~old~~ new ward', 'has words that are struck out'],
    ['Our <del>old</del> new ward', 'has words that are struck out'],
    ['{{ page.title }}', 'has a code of another program in it: "{{ page.title }}"'],
    ['Our year[^1]', 'has the mark of a footnote in it'],
    ['[The minutes](https://example.org/a b.pdf)', 'has a link in it that is not whole'],
    ['<b></b>', 'has no words in it'],
    ['&#8238;Our year', 'has a code in it that stands for an invisible character'],
    ['Our&#10;year', 'has a code in it that stands for an invisible character'],
  ])('a title %j is not clear, and the story waits with the line', (typed, fault) => {
    expect(problemsOf(post({ title: quoted(typed) }))).toEqual([expect.stringContaining(`posts/a.md line 2: "title" ${fault}`)]);
  });

  test.each(['author', 'role', 'summary', 'preheader'])('a post’s %s is read as plain words', (key) => {
    const { story, said } = read(post({ [key]: quoted('**Ada** &amp; <i>Sam</i>') }));
    expect(story).toMatchObject({ [key]: 'Ada & Sam' });
    expect(said).toEqual([expect.stringMatching(`^posts/a.md line \\d: "${key}" has signs of Markdown or HTML in it`)]);
    expect(problemsOf(post({ [key]: quoted('Ada, ada@example.org') }))).toEqual([
      expect.stringContaining(`"${key}" has an email address in it`),
    ]);
  });

  test('an event’s venue and a picture’s alt text and caption are read as plain words', () => {
    expect(read(event({ venue: quoted('The **Guildhall** &amp; annexe') })).story).toMatchObject({ venue: 'The Guildhall & annexe' });
    const { story, said } = read(post({ image: '{ src: group.png, alt: "A *group*", caption: "In <b>Exeter</b>" }' }));
    expect(story?.image).toMatchObject({ alt: 'A group', caption: 'In Exeter' });
    expect(said).toEqual([expect.stringContaining('"image.alt" has signs'), expect.stringContaining('"image.caption" has signs')]);
  });

  test('the editor’s own post keeps its lines and the addresses of its links', () => {
    const social = quoted('**Our year**, in words.\n\nRead [the report](https://example.org/report) &amp; tell us.');
    expect(read(post({ social })).story?.social).toEqual({
      text: 'Our year, in words.\n\nRead the report https://example.org/report & tell us.',
    });
    const typed = 'One line\n  - a list, with @_ada_ and #My_Tag\n\nhttps://example.org/a_b_?c=*d*';
    expect(read(post({ social: quoted(typed) }))).toMatchObject({ story: { social: { text: typed } }, said: [] });
    const list = read(post({ social: '[ "*First*", { at: +2d, text: "_Second_" } ]' })).story;
    expect([list?.social?.text, list?.extraPosts?.[0]?.text]).toEqual(['First', 'Second']);
  });

  test('a length is that of the words, not of a link’s address', () => {
    const preheader = quoted(`[What we changed](https://example.org/${'x'.repeat(120)})`);
    expect(read(post({ preheader })).story?.preheader).toBe('What we changed');
  });

  test.each(['Write to ada@example.org', '**Big news', 'Our year[^1]', '&#8238;Our year', 'Dear <first name>'])(
    'a story with the title %j that an earlier version sealed is still read',
    (title) => {
      const text = written({ ...POST, title: quoted(title) });
      const yaml = `name: EC\nshort_name: EC\ntimezone: Europe/London\nsite: https://news.example.org
sender: { name: Example, address: news@example.org, postal_address: 1 Example Street }
x: { handle: ExampleMHC }\ntopics: {}\norganisations: {}\ndigests: { upcoming_events: 60 days }
events: { reminders: [7 days], at: "09:00", follow_up: 1 day }\nsocial: { slots: ["09:00"], monthly_budget_usd: 10 }\n`;
      const sealed = JSON.stringify({ rules: yaml, stories: [{ file: 'posts/a.md', text }], images: [] });
      expect(readSnapshot(sealed).stories.size).toBe(1);
    },
  );
});

describe('invisible characters in a story’s keys', () => {
  test('characters without a meaning that came along with pasted words are left out', () => {
    expect(read(post({ title: 'Our\u200b first\u00ad \ufeffyear\u00a0' }))).toMatchObject({ story: { title: 'Our first year' }, said: [] });
    expect(read(post({ topics: '[\u200emedication\u00a0]' })).story?.topics).toEqual(['medication']);
  });

  test('no-break spaces around a key and its colon count as spaces', () => {
    const file = post({});
    const text = new TextDecoder().decode(file.bytes).replaceAll(': ', '\u00a0:\u00a0').replace('author', '\u200bauthor');
    const { story, said } = read({ ...file, bytes: new TextEncoder().encode(text) });
    expect([story?.title, story?.kind === 'post' && story.author, said]).toEqual([POST.title, POST.author, []]);
  });
});
